import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { verdictTables } from "../../../release/catalogue/releaseTables.ts"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import { latestEdition } from "../../../release/published/readPublished.ts"
import { mediaTypes } from "../../metadata/formats.ts"
import { trendOf } from "../../trends/trendOf.ts"
import { Api } from "../Api.ts"
import { withEtag } from "../formats/etag.ts"
import { makeResponseCache } from "../formats/ResponseCache.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { noEdition } from "../problems/noEdition.ts"
import { notFound } from "../problems/notFound.ts"
import { elsewhere } from "../tables/elsewhere.ts"
import { factsOf, tablePage } from "../tables/TablePage.ts"
import { readSelection } from "../tables/TableSelection.ts"

/** `/v1/trends`: one cell of a table by year or part of one, with a verdict that holds for every value of the suppressed years. */
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
        if (release === undefined) return yield* query.release === undefined ? noEdition(releases) : notFound("release")
        const table = yield* published.tableOf(release, query.table).pipe(Effect.mapError(databaseDown))
        if (table === undefined) return yield* notFound("table")
        const selection = readSelection(table, searchParams, "json", ["table", "release"])
        if ("code" in selection)
          return yield* apiProblem(
            yield* elsewhere(published, release, searchParams, selection, ["table", "release"]),
            undefined,
            selection.errors
          )
        const others = table.columns.filter(({ kind }) => kind !== "year")
        const unselected = others.filter(({ name }) => selection.labels.get(name)?.size !== 1)
        if (unselected.length > 0 || table.columns.length === others.length)
          // Not a 400: the description of the parameters cannot state which labels a table needs, so it allows this request.
          return yield* apiProblem(
            "request-not-found",
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
        const tables = new Map<string, PublishedTable>()
        for (const name of verdictTables(table.table)) {
          const one = yield* published.tableOf(release, name).pipe(Effect.mapError(databaseDown))
          if (one !== undefined) tables.set(name, one)
        }
        const body = {
          ...factsOf(page),
          where: Object.fromEntries(others.map(({ name }) => [name, [...(selection.labels.get(name) ?? [])][0] ?? ""])),
          ...trendOf({ release, table, tables, labels: selection.labels })
        }
        // The model and the tests are slow enough to be worth caching.
        const bytes = Buffer.from(JSON.stringify(body))
        return respond(cache.set(key, { format: "json", bytes, etag: "", next: undefined, fileName: "" }).bytes)
      })
    })
  })
)
