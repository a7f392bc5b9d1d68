import { Effect, Layer, Redacted } from "effect"
import { Warehouse, WarehouseError } from "../../../../../ports/Warehouse.ts"

const nothing = Effect.fail(
  new WarehouseError({ operation: "query", retryable: false, message: "no store", detail: Redacted.make("no store") })
)

/** A store that refuses everything: for what must be compiled without one. */
export const noStore = Layer.succeed(
  Warehouse,
  Warehouse.of({
    query: () => nothing,
    queryBytes: () => nothing,
    command: () => nothing,
    insert: () => nothing,
    insertBlock: () => nothing,
    insertBytes: () => nothing,
    ping: nothing
  })
)
