/** `/v1/queries`: a researcher's question to a vintage, within a budget, protected against all that was ever told. */

import { defaultProfile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentPrincipal } from "../../../ports/identity/SignedIn.ts"
import { toChoice } from "../../../release/catalogue/TableChoice.ts"
import { type Answer, Queries } from "../../../release/queries/Queries.ts"
import { Api } from "../Api.ts"
import { mustHave } from "../access/Asking.ts"
import { apiProblem, bodyOf } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { noteOf } from "../tables/TablePage.ts"
import { cellBodies } from "./cellBodies.ts"
import { NothingTold } from "./QuerySchemas.ts"

/** An answer as it is sent. */
export const answerBody = ({ answer, vintage, profile, invented, choice, cells }: Answer) => ({
  answer,
  vintage,
  profile,
  invented,
  note: noteOf(invented),
  ...cellBodies(choice, cells)
})

export const QueryHandlers = HttpApiBuilder.group(
  Api,
  "queries",
  Effect.fn(function* (handlers) {
    const queries = yield* Queries
    return handlers.handleAll({
      list: Effect.fn("Api.queries")(function* () {
        const { account } = yield* mustHave("query", "researcher")
        return yield* Effect.gen(function* () {
          const allowance = yield* queries.allowance({ person: account })
          return { allowance, answers: (yield* queries.answersOf(account)).map(answerBody) }
        }).pipe(Effect.mapError(storeIsDown))
      }),
      ask: Effect.fn("Api.ask")(function* ({ payload }) {
        yield* mustHave("query", "researcher")
        const { account } = yield* CurrentPrincipal
        const profile = profiles.get(payload.profile ?? defaultProfile.name)
        const made = toChoice(payload.choice)
        if ("problems" in made || profile === undefined)
          return yield* apiProblem(
            "request-refused",
            undefined,
            "problems" in made
              ? made.problems.map(({ rule, expected }) => ({ path: `choice.${rule}`, expected }))
              : [{ path: "profile", expected: "a disclosure profile" }]
          )
        const { project, vintage } = payload
        return yield* queries.ask({ person: account, project, choice: made.choice, profile, vintage }).pipe(
          Effect.map(answerBody),
          Effect.mapError((error) => {
            if (error._tag === "BudgetSpent") return apiProblem("request-budget-spent")
            if (error._tag === "QueryRefused") return apiProblem("request-refused", error.message)
            if (error._tag === "QueryWouldDisclose")
              return new NothingTold({
                ...bodyOf("request-would-disclose", error.message, []),
                nearest: error.nearest
              })
            return storeIsDown()
          })
        )
      })
    })
  })
)
