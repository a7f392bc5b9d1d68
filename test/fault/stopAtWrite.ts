/** Stores for processes that are killed: they stop for ever at one of their writes. */
import { Context, Effect, Layer } from "effect"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { Stores } from "../fixtures/embeddedStores.ts"

/** `write` runs in place of each insert into ClickHouse and each transaction of the state store. */
export const withWrites = <E, R>(
  stores: Layer.Layer<Stores, E, R>,
  write: <A, E2, R2>(effect: Effect.Effect<A, E2, R2>) => Effect.Effect<A, E2, R2>
) =>
  Layer.effectContext(
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      const state = yield* StateStore
      return Context.make(Warehouse, {
        ...warehouse,
        insert: (table, rows, options) => write(warehouse.insert(table, rows, options))
      }).pipe(Context.add(StateStore, { ...state, transaction: (effect) => write(state.transaction(effect)) }))
    })
  ).pipe(Layer.provide(stores))

/** Wraps the stores so that their n-th write (from 1 on) never returns: it prints `here` before or after it, and waits for SIGKILL. */
export const stopAtWrite = <E, R>(stores: Layer.Layer<Stores, E, R>, n: number, when: string) => {
  let writes = 0
  const stop = Effect.sync(() => console.log("here")).pipe(Effect.andThen(Effect.never))
  return withWrites(stores, (write) =>
    Effect.suspend(() => {
      writes += 1
      if (writes !== n) return write
      return when === "before" ? stop : Effect.andThen(write, stop)
    })
  )
}

/** Keeps the process alive while an effect that never ends is all that it runs. */
export const stayAlive = (): void => {
  setInterval(() => {}, 1000)
}
