/** The layer of dbt-ts's `ClickHouse` over the product's warehouse. */
import { ClickHouse, ClickHouseError, parseCompact } from "@corridor/dbt-ts/store/ClickHouse"
import { explainFullDisk } from "@corridor/dbt-ts/store/fullDisk"
import { Effect, Layer, Redacted, type Scope } from "effect"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { holdBuildTurn } from "./buildTurn.ts"

const toClickHouseError = ({ code, message, detail }: WarehouseError): ClickHouseError =>
  new ClickHouseError({
    kind: code === undefined ? "unavailable" : "failed",
    message,
    detail: Redacted.make(explainFullDisk(code, Redacted.value(detail)))
  })

/** Provides dbt-ts with the warehouse. */
export const layer: Layer.Layer<ClickHouse, never, Warehouse> = Layer.effect(
  ClickHouse,
  Effect.map(Effect.service(Warehouse), (warehouse) =>
    ClickHouse.of({
      query: (sql, settings) => Effect.mapError(warehouse.query(sql, { settings }), toClickHouseError),
      queryCompact: (sql, settings) =>
        warehouse
          .queryBytes(sql, "JSONCompact", { settings })
          .pipe(Effect.map(parseCompact), Effect.mapError(toClickHouseError)),
      command: (sql, settings) =>
        warehouse.command(sql, { settings }).pipe(
          Effect.map(({ written }) => written),
          Effect.mapError(toClickHouseError)
        )
    })
  )
)

/** The store for Corridor's own marts: from its first change on it keeps other builds from changing them. */
export const layerInTurn: Layer.Layer<ClickHouse, never, Warehouse> = Layer.effect(
  ClickHouse,
  Effect.gen(function* () {
    const store = yield* ClickHouse
    const services = yield* Effect.context<Warehouse | Scope.Scope>()
    const turn = yield* Effect.cached(Effect.mapError(Effect.provide(holdBuildTurn, services), toClickHouseError))
    return ClickHouse.of({ ...store, command: (sql, settings) => Effect.andThen(turn, store.command(sql, settings)) })
  })
).pipe(Layer.provide(layer))

/** Provides a warehouse and the `ClickHouse` service that dbt-ts uses on it. */
export const over = <E, R>(warehouse: Layer.Layer<Warehouse, E, R>): Layer.Layer<ClickHouse | Warehouse, E, R> =>
  Layer.provideMerge(layer, warehouse)
