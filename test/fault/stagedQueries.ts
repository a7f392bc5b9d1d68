/**
 * Asks the queries of `budgetedQueries`, one after another, in a process that stops before or after its n-th write and waits to be killed.
 * Arguments: data folder, n (from 1 on), `before` or `after`. Prints `answered N` for each answer, and `done` when there are fewer writes.
 */
import { join } from "node:path"
import { Effect, Layer } from "effect"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { askQuery, budgetedQueries } from "./budgetedQueries.ts"
import { stayAlive, stopAtWrite } from "./stopAtWrite.ts"

const [data = "", at = "0", when = ""] = process.argv.slice(2)

stayAlive()
const store = stopAtWrite(EmbeddedWarehouse.layer(join(data, "clickhouse")), Number(at), when)
await Effect.forEach(budgetedQueries, (query) =>
  Effect.tap(askQuery(query), ({ answer }) => Effect.sync(() => console.log(`answered ${answer}`)))
).pipe(Effect.provide(Queries.layerTest.pipe(Layer.provide(store))), Effect.runPromise)
console.log("done")
process.exit(0)
