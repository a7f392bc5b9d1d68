/** `/v1/trends`: one cell of a table by year or month, and whether it rises or falls, whatever the suppressed years are. */
import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { newestWith, Published } from "../../../release/published/Published.ts"
import { selectCells } from "../../../release/published/PublishedTable.ts"
import { Api } from "../Api.ts"
import { mediaTypes } from "../formats/negotiate.ts"
import { makeReadyAnswers } from "../formats/ReadyAnswers.ts"
import { withTag } from "../formats/withTag.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { factsOf, tablePage } from "../tables/TablePage.ts"
import { readQuestion } from "../tables/TableQuestion.ts"
import { tableTrend, type YearFigure } from "./tableTrend.ts"

/** A year as the table has it; one without a cell has its state alone. */
const yearJson = ({ year, month, state, json }: YearFigure, dimensions: ReadonlyArray<string>) => {
  const cell = json === undefined ? {} : (JSON.parse(json) as Record<string, unknown>)
  for (const name of dimensions) delete cell[name]
  return { year, ...(month === undefined ? {} : { month }), state, ...cell }
}

export const TrendHandlers = HttpApiBuilder.group(
  Api,
  "trends",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const ready = makeReadyAnswers()
    return handlers.handleAll({
      show: Effect.fn("Api.trends")(function* ({ query }) {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { searchParams } = new URL(request.url, "http://corridor")
        const releases = yield* published.releases.pipe(Effect.mapError(storeIsDown))
        const release =
          query.release === undefined
            ? newestWith(releases, query.table)
            : releases.find((one) => one.release === Number(query.release))
        if (release === undefined) return yield* apiProblem("request-not-found")
        const table = yield* published.tableOf(release, query.table).pipe(Effect.mapError(storeIsDown))
        if (table === undefined) return yield* apiProblem("request-not-found")
        const question = readQuestion(table, searchParams, "json", ["table", "release"])
        if ("code" in question) return yield* apiProblem(question.code, undefined, question.errors)
        const others = table.columns.filter(({ kind }) => kind !== "year")
        const open = others.filter(({ name }) => question.wanted.get(name)?.size !== 1)
        if (open.length > 0 || table.columns.length === others.length)
          return yield* apiProblem(
            "request-invalid",
            "A trend is of one cell by year.",
            open.map(({ name }) => ({ path: name, expected: "one label" }))
          )
        const key = JSON.stringify([release.release, release.state, table.name, question.canonical])
        const answer = (bytes: Uint8Array) =>
          withTag(request, HttpServerResponse.uint8Array(bytes, { contentType: mediaTypes.json }))
        const before = ready.find(key)
        if (before !== undefined) return answer(before.bytes)
        const page = tablePage(release, table, question)
        if (page === undefined) return yield* apiProblem("request-page-beyond")
        const { years, trend } = tableTrend(table, selectCells(table, question.wanted))
        const count = (state: string) => years.filter((one) => one.state === state).length
        const dimensions = table.columns.map(({ name }) => name)
        const body = {
          ...factsOf(page),
          where: Object.fromEntries(others.map(({ name }) => [name, [...(question.wanted.get(name) ?? [])][0] ?? ""])),
          series: years.map((year) => yearJson(year, dimensions)),
          verdict: {
            direction: trend?.direction ?? "too few points",
            words: trend?.words ?? "Fewer than two years are published: nothing can be said.",
            published: count("published"),
            suppressed: count("suppressed"),
            tests: trend?.tests ?? {},
            slope: trend?.slope ?? null,
            bounds: trend?.bounds ?? null,
            breaks: trend?.breaks ?? null
          }
        }
        // The tests take some twenty milliseconds: what was judged once is kept.
        const bytes = Buffer.from(JSON.stringify(body))
        return answer(ready.keep(key, { format: "json", bytes, etag: "", next: undefined, fileName: "" }).bytes)
      })
    })
  })
)
