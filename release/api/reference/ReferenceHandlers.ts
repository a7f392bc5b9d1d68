/** `/v1/codelists`, `/v1/vintages`, `/v1/problems`: what labels, vintages and refusals mean. */
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { problemCatalogue } from "../../../schemas/Problems.ts"
import { Published } from "../../publish/Published.ts"
import { Api } from "../Api.ts"
import { tagged } from "../formats/withTag.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { publicCodeLists } from "./publicCodeLists.ts"

const requestProblems = [...problemCatalogue.values()].filter(({ area }) => area === "request")

export const ReferenceHandlers = HttpApiBuilder.group(
  Api,
  "reference",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    return handlers.handleAll({
      codeLists: () =>
        tagged({
          codelists: publicCodeLists.map((name) => {
            const rows = readCodeList(name)
            return { name, columns: Object.keys(rows[0] ?? {}), rows: rows.length, address: `/v1/codelists/${name}` }
          })
        }),
      codeList: ({ params }) => {
        const name = publicCodeLists.find((one) => one === params.name)
        return name === undefined ? apiProblem("request-not-found") : tagged({ name, rows: readCodeList(name) })
      },
      vintages: Effect.fn("Api.vintages")(function* () {
        const releases = yield* published.releases.pipe(Effect.mapError(storeIsDown))
        const byNumber = Map.groupBy(releases, ({ vintage }) => vintage.number)
        return yield* tagged({
          vintages: [...byNumber.values()]
            .map((own) => ({ ...own[0]?.vintage, releases: own.map(({ release }) => release) }))
            .sort((a, b) => (b.number ?? 0) - (a.number ?? 0))
        })
      }),
      problems: () => tagged({ problems: requestProblems.map(({ area: _, severity: __, ...problem }) => problem) }),
      problem: ({ params }) => {
        const found = requestProblems.find(({ code }) => code === params.code)
        if (found === undefined) return apiProblem("request-not-found")
        const { area: _, severity: __, ...problem } = found
        return tagged(problem)
      }
    })
  })
)
