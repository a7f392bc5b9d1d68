import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { may, type Scope } from "../../../ports/identity/Principal.ts"
import { CurrentPrincipal } from "../../../ports/identity/SignedIn.ts"
import { Requests, seesAll } from "../../../release/requests/Requests.ts"
import { Api } from "../Api.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { choiceBody } from "./choiceBody.ts"
import { requestBody } from "./requestBody.ts"

/** The account that reads a request: a reviewer, an operator, or an account that may create requests. */
const currentViewer = Effect.gen(function* () {
  const principal = yield* CurrentPrincipal
  if (!["operate", "review", "request"].some((scope) => may(principal, scope as Scope)))
    return yield* apiProblem(
      "request-not-allowed",
      "You need an account with the role policy, researcher, reviewer or operator."
    )
  return principal
})

const missingOrDown = (error: { readonly _tag: string }) =>
  error._tag === "RequestMissing" ? apiProblem("request-not-found") : databaseDown()

/** `/v1/requests`: policy teams request a statistic, reviewers approve it, operators publish it. Another account sees its own requests only. */
export const RequestHandlers = HttpApiBuilder.group(
  Api,
  "requests",
  Effect.fn(function* (handlers) {
    const requests = yield* Requests
    return handlers.handleAll({
      list: Effect.fn("Api.requests")(function* () {
        const viewer = yield* currentViewer
        const all = yield* requests.list(viewer).pipe(Effect.mapError(databaseDown))
        return { requests: all.map((request) => requestBody(viewer, request)) }
      }),
      draft: Effect.fn("Api.draftRequest")(function* ({ payload }) {
        const viewer = yield* currentViewer
        if (seesAll(viewer))
          return yield* apiProblem("request-not-allowed", "Reviewers and operators cannot create requests.")
        const drafted = yield* requests
          .draft(viewer, payload)
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
        return requestBody(viewer, drafted)
      }),
      show: Effect.fn("Api.request")(function* ({ params }) {
        const viewer = yield* currentViewer
        const found = yield* requests.find(viewer, Number(params.request)).pipe(Effect.mapError(missingOrDown))
        return requestBody(viewer, found)
      }),
      figures: Effect.fn("Api.requestFigures")(function* ({ params }) {
        const request = Number(params.request)
        const viewer = yield* currentViewer
        if (!seesAll(viewer))
          return yield* apiProblem(
            "request-not-allowed",
            "Figures that are not published are for reviewers and operators."
          )
        const { choice, cells } = yield* requests.figures(viewer, request).pipe(Effect.mapError(missingOrDown))
        return { request, ...choiceBody(choice, cells) }
      }),
      move: Effect.fn("Api.moveRequest")(function* ({ params, payload }) {
        const request = Number(params.request)
        const { move, reason } = payload
        const viewer = yield* currentViewer
        const moved = yield* (
          move === "check" ? requests.check(viewer, request) : requests.move(viewer, { request, move, reason })
        ).pipe(
          Effect.mapError((error) => {
            if (error._tag === "BudgetSpent") return apiProblem("request-budget-spent")
            if (error._tag === "RequestRefused" || error._tag === "ReleaseRefused" || error._tag === "WouldDisclose")
              return apiProblem("request-move-refused", error.message)
            return missingOrDown(error)
          })
        )
        return requestBody(viewer, moved)
      })
    })
  })
)
