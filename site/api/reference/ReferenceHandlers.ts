/** `/v1/codelists`, `/v1/vintages`, `/v1/problems`: what labels, vintages and refusals mean. */
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Published } from "../../../release/published/Published.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { problemCatalogue } from "../../../schemas/Problems.ts"
import { Api } from "../Api.ts"
import { constant, tagged } from "../formats/withTag.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { publicCodeLists } from "./publicCodeLists.ts"

const requestProblems = [...problemCatalogue.values()].filter(({ area }) => area === "request")

const codeLists = constant({
  codelists: publicCodeLists.map((name) => {
    const rows = readCodeList(name)
    return { name, columns: Object.keys(rows[0] ?? {}), rows: rows.length, address: `/v1/codelists/${name}` }
  })
})

const codeListByName = new Map(
  publicCodeLists.map((name) => [name as string, constant({ name, rows: readCodeList(name) })])
)

const shown = requestProblems.map(({ area: _, severity: __, ...problem }) => problem)
const problems = constant({ problems: shown })
const problemByCode = new Map(shown.map((problem) => [problem.code as string, constant(problem)]))

export const ReferenceHandlers = HttpApiBuilder.group(
  Api,
  "reference",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    return handlers.handleAll({
      codeLists: () => codeLists,
      codeList: ({ params }) => codeListByName.get(params.name) ?? apiProblem("request-not-found"),
      vintages: Effect.fn("Api.vintages")(function* () {
        const releases = yield* published.releases.pipe(Effect.mapError(storeIsDown))
        const byNumber = Map.groupBy(releases, ({ vintage }) => vintage.number)
        return yield* tagged({
          vintages: [...byNumber.values()]
            .map((own) => ({ ...own[0]?.vintage, releases: own.map(({ release }) => release) }))
            .sort((a, b) => (b.number ?? 0) - (a.number ?? 0))
        })
      }),
      problems: () => problems,
      problem: ({ params }) => problemByCode.get(params.code) ?? apiProblem("request-not-found")
    })
  })
)
