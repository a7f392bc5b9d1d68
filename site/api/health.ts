/** Whether the page can answer, for load balancers and process supervisors. */
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { pingState } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

/** Shorter than the time limit of a usual probe. */
const timeout = "4 seconds"

const responds = <R>(ping: Effect.Effect<void, unknown, R>) =>
  Effect.match(Effect.timeout(ping, timeout), { onSuccess: () => true, onFailure: () => false })

/** Answers 503 if ClickHouse or the state store fails or takes long: pages need both. */
export const health = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const [database, accounts] = yield* Effect.all([responds(warehouse.ping), responds(pingState)], {
    concurrency: "unbounded"
  })
  if (!database) return HttpServerResponse.text("The database is not responding.", { status: 503 })
  if (!accounts) return HttpServerResponse.text("The state store is not responding.", { status: 503 })
  return HttpServerResponse.text("ok")
})
