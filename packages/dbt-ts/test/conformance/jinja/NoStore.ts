import { Effect, Layer } from "effect"
import { ClickHouse, refusedStatement } from "../../../src/store/ClickHouse.ts"

const nothing = Effect.fail(refusedStatement("no store"))

/** A store that refuses every statement: for what must be compiled without one. */
export const noStore = Layer.succeed(
  ClickHouse,
  ClickHouse.of({ query: () => nothing, queryCompact: () => nothing, command: () => nothing })
)
