import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { panelDimension, panelLabels } from "../../../release/catalogue/Cube.ts"
import { panelTableOf, releaseTables } from "../../../release/catalogue/releaseTables.ts"
import { incompleteFrom } from "../../../release/history/completeness.ts"
import { changesOf, readPanelSize, reportingPage } from "../../../release/history/reportingChanges.ts"
import { Published } from "../../../release/published/Published.ts"
import { type PublishedTable, selectCells } from "../../../release/published/PublishedTable.ts"
import { latestEdition } from "../../../release/published/readPublished.ts"
import type { PanelTrend } from "../../../release/trends/cellTrend.ts"
import { mediaTypes } from "../../metadata/formats.ts"
import { Api } from "../Api.ts"
import { withEtag } from "../formats/etag.ts"
import { makeResponseCache } from "../formats/ResponseCache.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { factsOf, tablePage } from "../tables/TablePage.ts"
import { readSelection } from "../tables/TableSelection.ts"
import { incompleteEntries } from "./incompleteEntries.ts"
import { reportingFrom } from "./reportingFrom.ts"
import { tableTrend, type YearFigure } from "./tableTrend.ts"

/** One entry of the series. A year without a cell has only its state. */
const seriesEntry = ({ year, month, state, json }: YearFigure, dimensions: ReadonlyArray<string>) => {
  const cell = json === undefined ? {} : (JSON.parse(json) as Record<string, unknown>)
  for (const name of dimensions) delete cell[name]
  return { year, ...(month === undefined ? {} : { month }), state, ...cell }
}

/** Returns the cells of a table of the constant panel with the same labels as the cell of all partners. */
const panelCells = (table: PublishedTable, labels: ReadonlyMap<string, ReadonlySet<string>>) =>
  selectCells(table, new Map([...labels, [panelDimension, new Set([panelLabels.constant])]]))

const panelVerdictOf = ({ rate, widened, breaks, ...panel }: PanelTrend) => ({
  direction: panel.direction,
  words: panel.words,
  published: panel.published,
  suppressed: panel.suppressed,
  rate: rate ?? null,
  widened: widened ?? null,
  breaks: breaks ?? null
})

/** `/v1/trends`: one cell of a table by year or month, with a verdict that holds for every value of the suppressed years. */
export const TrendHandlers = HttpApiBuilder.group(
  Api,
  "trends",
  Effect.fn(function* (handlers) {
    const published = yield* Published
    const cache = makeResponseCache()
    return handlers.handleAll({
      show: Effect.fn("Api.trends")(function* ({ query }) {
        const request = yield* HttpServerRequest.HttpServerRequest
        const { searchParams } = new URL(request.url, "http://corridor")
        const releases = yield* published.releases.pipe(Effect.mapError(databaseDown))
        const release =
          query.release === undefined
            ? latestEdition(releases)
            : releases.find((one) => one.release === Number(query.release))
        if (release === undefined) return yield* apiProblem("request-not-found")
        const table = yield* published.tableOf(release, query.table).pipe(Effect.mapError(databaseDown))
        if (table === undefined) return yield* apiProblem("request-not-found")
        const selection = readSelection(table, searchParams, "json", ["table", "release"])
        if ("code" in selection) return yield* apiProblem(selection.code, undefined, selection.errors)
        const others = table.columns.filter(({ kind }) => kind !== "year")
        const unselected = others.filter(({ name }) => selection.labels.get(name)?.size !== 1)
        if (unselected.length > 0 || table.columns.length === others.length)
          return yield* apiProblem(
            "request-invalid",
            "Select one cell: give exactly one label of each dimension except the year.",
            unselected.map(({ name }) => ({ path: name, expected: "exactly one label" }))
          )
        const key = JSON.stringify([release.release, release.state, table.name, selection.canonical])
        const respond = (bytes: Uint8Array) =>
          withEtag(request, HttpServerResponse.uint8Array(bytes, { contentType: mediaTypes.json }))
        const cached = cache.get(key)
        if (cached !== undefined) return respond(cached.bytes)
        const page = tablePage(release, table, selection)
        if (page === undefined) return yield* apiProblem("request-page-beyond")
        const own = releaseTables.get(table.table)
        const kind = own?.cube.recordKind
        const panelTable = yield* published
          .tableOf(release, panelTableOf(table.table))
          .pipe(Effect.mapError(databaseDown))
        const { years, panelYears, trend } = tableTrend(
          { table, places: selectCells(table, selection.labels) },
          panelTable && { table: panelTable, places: panelCells(panelTable, selection.labels) },
          // The partners of a panel do not change.
          own?.panelOf === undefined ? changesOf(release.reporting, kind) : [],
          incompleteFrom(release.incomplete, kind)
        )
        const count = (state: string) => years.filter((one) => one.state === state).length
        const dimensions = table.columns.map(({ name }) => name)
        const body = {
          ...factsOf(page),
          where: Object.fromEntries(others.map(({ name }) => [name, [...(selection.labels.get(name) ?? [])][0] ?? ""])),
          series: years.map((year) => seriesEntry(year, dimensions)),
          verdict: {
            direction: trend?.direction ?? "cannot say",
            words: trend?.words ?? "Too few published years for a verdict.",
            published: count("published"),
            suppressed: count("suppressed"),
            rate: trend?.rate ?? null,
            widened: trend?.widened ?? null,
            tests: trend?.tests ?? {},
            slope: trend?.slope ?? null,
            bounds: trend?.bounds ?? null,
            breaks: trend?.breaks ?? null,
            reporting: trend?.reporting ?? []
          },
          panel:
            panelYears === undefined || !panelYears.some(({ state }) => state === "published")
              ? null
              : {
                  partners: readPanelSize(release.pages[reportingPage], kind) ?? null,
                  series: panelYears.map((year) => seriesEntry(year, [...dimensions, panelDimension])),
                  verdict: trend?.panel === undefined ? null : panelVerdictOf(trend.panel)
                },
          incomplete: incompleteEntries(release.incomplete, kind, years),
          reporting: reportingFrom(release.reporting.filter((one) => one.kind === kind))
        }
        // The model and the tests are slow enough to be worth caching.
        const bytes = Buffer.from(JSON.stringify(body))
        return respond(cache.set(key, { format: "json", bytes, etag: "", next: undefined, fileName: "" }).bytes)
      })
    })
  })
)
