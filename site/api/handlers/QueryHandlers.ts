import { defaultProfile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { CurrentPrincipal } from "../../../ports/identity/SignedIn.ts"
import { toChoice } from "../../../release/catalogue/TableChoice.ts"
import { whereProblems } from "../../../release/catalogue/whereProblems.ts"
import { type Answer, Queries } from "../../../release/queries/Queries.ts"
import { noteOf } from "../../metadata/notes.ts"
import { publishedBody } from "../../metadata/publishedPath.ts"
import { Api } from "../Api.ts"
import { requireScope } from "../access/RequireSignIn.ts"
import { apiProblem, problemBody } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { WouldDisclose } from "../schemas/QuerySchemas.ts"
import { choiceBody } from "./choiceBody.ts"

/** Returns the response body of an answer. */
const answerBody = ({ answer, published, vintage, profile, invented, choice, cells }: Answer) => ({
  answer,
  ...(published === undefined ? {} : { published: publishedBody(published) }),
  vintage,
  profile,
  invented,
  note: noteOf(invented),
  ...choiceBody(choice, cells)
})

/** `/v1/queries`: queries of researchers on a vintage, within a budget and protected against all earlier disclosures. */
export const QueryHandlers = HttpApiBuilder.group(
  Api,
  "queries",
  Effect.fn(function* (handlers) {
    const queries = yield* Queries
    return handlers.handleAll({
      list: Effect.fn("Api.queries")(function* () {
        const { account } = yield* requireScope("query", "researcher")
        return yield* Effect.gen(function* () {
          const allowance = yield* queries.allowance({ person: account })
          return { allowance, answers: (yield* queries.answersOf(account)).map(answerBody) }
        }).pipe(Effect.mapError(databaseDown))
      }),
      ask: Effect.fn("Api.ask")(function* ({ payload }) {
        yield* requireScope("query", "researcher")
        const { account } = yield* CurrentPrincipal
        const profile = profiles.get(payload.profile ?? defaultProfile.name)
        const parsed = toChoice(payload.choice)
        const found = "problems" in parsed ? parsed.problems : whereProblems(parsed.choice)
        if ("problems" in parsed || found.length > 0 || profile === undefined)
          return yield* apiProblem(
            "request-refused",
            undefined,
            found.length > 0
              ? found.map(({ rule, expected }) => ({ path: `choice.${rule}`, expected }))
              : [{ path: "profile", expected: "the name of a disclosure profile" }]
          )
        const { project, vintage } = payload
        return yield* queries.ask({ person: account, project, choice: parsed.choice, profile, vintage }).pipe(
          Effect.map(answerBody),
          Effect.mapError((error) => {
            if (error._tag === "BudgetSpent") return apiProblem("request-budget-spent")
            if (error._tag === "QueryRefused") return apiProblem("request-refused", error.message)
            if (error._tag === "QueryWouldDisclose")
              return new WouldDisclose({
                ...problemBody("request-would-disclose", error.message, []),
                nearest: error.nearest
              })
            return databaseDown()
          })
        )
      })
    })
  })
)
