import { Effect, Layer } from "effect"
import { Queries } from "../../release/queries/Queries.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { askQuery, budgetedQueries } from "./budgetedQueries.ts"
import { stayAlive, stopAtWrite } from "./stopAtWrite.ts"

const [data = "", at = "0", when = ""] = process.argv.slice(2)

stayAlive()
const store = stopAtWrite(embeddedStores(data), Number(at), when)
await Effect.forEach(budgetedQueries, (query) =>
  Effect.tap(askQuery(query), ({ answer }) => Effect.sync(() => console.log(`answered ${answer}`)))
).pipe(Effect.provide(Queries.layerTest.pipe(Layer.provide(store))), Effect.runPromise)
console.log("done")
process.exit(0)
