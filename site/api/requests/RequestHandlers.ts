/** `/v1/requests`: a policy team asks in plain terms; operators review and put out. Another's request is not there. */
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { may } from "../../../ports/identity/Principal.ts"
import { CurrentPrincipal } from "../../../ports/identity/SignedIn.ts"
import { Requests } from "../../../release/requests/Requests.ts"
import { Api } from "../Api.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { cellBodies } from "../queries/cellBodies.ts"
import { requestBody } from "./requestBody.ts"

/** Who looks: whoever may ask, and operators. */
const viewer = Effect.gen(function* () {
  const principal = yield* CurrentPrincipal
  const isOperator = may(principal, "operate")
  if (!isOperator && !may(principal, "request"))
    return yield* apiProblem(
      "request-not-allowed",
      "This is for accounts of the roles policy, researcher and operator."
    )
  return { account: principal.account, isOperator }
})

const missingOrDown = (error: { readonly _tag: string }) =>
  error._tag === "RequestMissing" ? apiProblem("request-not-found") : storeIsDown()

export const RequestHandlers = HttpApiBuilder.group(
  Api,
  "requests",
  Effect.fn(function* (handlers) {
    const requests = yield* Requests
    return handlers.handleAll({
      list: Effect.fn("Api.requests")(function* () {
        const who = yield* viewer
        const all = yield* requests.list(who).pipe(Effect.mapError(storeIsDown))
        return { requests: all.map((request) => requestBody(who, request)) }
      }),
      draft: Effect.fn("Api.draftRequest")(function* ({ payload }) {
        const who = yield* viewer
        if (who.isOperator)
          return yield* apiProblem("request-not-allowed", "Operators review requests: this is for those who ask.")
        const made = yield* requests
          .draft(who.account, payload)
          .pipe(
            Effect.mapError((error) =>
              error._tag === "RequestRefused"
                ? apiProblem(
                    "request-refused",
                    error.problems === undefined ? error.message : undefined,
                    error.problems
                  )
                : missingOrDown(error)
            )
          )
        return requestBody(who, made)
      }),
      show: Effect.fn("Api.request")(function* ({ params }) {
        const who = yield* viewer
        const found = yield* requests.find(who, Number(params.request)).pipe(Effect.mapError(missingOrDown))
        return requestBody(who, found)
      }),
      figures: Effect.fn("Api.requestFigures")(function* ({ params }) {
        const request = Number(params.request)
        const who = yield* viewer
        const { choice, cells } = yield* requests.figures(who, request).pipe(Effect.mapError(missingOrDown))
        return { request, ...cellBodies(choice, cells) }
      }),
      move: Effect.fn("Api.moveRequest")(function* ({ params, payload }) {
        const request = Number(params.request)
        const { move, reason } = payload
        const who = yield* viewer
        const moved = yield* (
          move === "check" ? requests.check(who, request) : requests.move(who, { request, move, reason })
        ).pipe(
          Effect.mapError((error) => {
            if (error._tag === "BudgetSpent") return apiProblem("request-budget-spent")
            if (error._tag === "RequestRefused" || error._tag === "ReleaseRefused" || error._tag === "WouldDisclose")
              return apiProblem("request-move-refused", error.message)
            return missingOrDown(error)
          })
        )
        return requestBody(who, moved)
      })
    })
  })
)
