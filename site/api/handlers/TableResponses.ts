import { Context, Effect, Layer } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { type Format, formats, mediaTypes } from "../../metadata/formats.ts"
import { SiteFacts } from "../../metadata/SiteFacts.ts"
import { encodeTablePage } from "../formats/encodeTablePage.ts"
import { cacheControl, matchesEtag } from "../formats/etag.ts"
import { negotiate } from "../formats/negotiate.ts"
import { type CachedResponse, makeResponseCache } from "../formats/ResponseCache.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { databaseDown } from "../problems/databaseDown.ts"
import { notFound } from "../problems/notFound.ts"
import { elsewhere } from "../tables/elsewhere.ts"
import { tablePage } from "../tables/TablePage.ts"
import { readSelection } from "../tables/TableSelection.ts"

const respondWith = (
  licence: string,
  { format, bytes, etag, next, fileName }: CachedResponse,
  request: HttpServerRequest.HttpServerRequest
) => {
  const headers = {
    etag,
    "cache-control": cacheControl,
    vary: "accept",
    link: [...(next === undefined ? [] : [`<${next}>; rel="next"`]), `<${licence}>; rel="license"`].join(", "),
    ...(format === "json" ? {} : { "content-disposition": `attachment; filename="${fileName}"` })
  }
  return matchesEtag(request, etag)
    ? HttpServerResponse.empty({ status: 304, headers })
    : HttpServerResponse.uint8Array(bytes, { contentType: mediaTypes[format], headers })
}

const formatOf = Effect.fn("TableResponses.format")(function* (
  parameters: URLSearchParams,
  request: HttpServerRequest.HttpServerRequest
): Effect.fn.Return<Format, ReturnType<typeof apiProblem<"request-format-unknown">>> {
  const format = negotiate(parameters.get("format"), request.headers["accept"])
  return format ?? (yield* apiProblem("request-format-unknown", `Use one of ${formats.join(", ")}.`))
})

interface AnswerOptions {
  readonly otherParameters?: ReadonlyArray<string> | undefined
  readonly isOfAny?: boolean | undefined
}

const make = Effect.gen(function* () {
  const published = yield* Published
  const { licence } = yield* SiteFacts
  const cache = makeResponseCache()
  const respond = (response: CachedResponse, request: HttpServerRequest.HttpServerRequest) =>
    respondWith(licence, response, request)

  /**
   * Responds with the selected cells of a table. `otherParameters` are parameters of the path that do not select cells; `isOfAny` says that the
   * address takes the dimensions of any table.
   */
  const answer = Effect.fn("TableResponses.answer")(function* (
    release: PublishedRelease,
    name: string,
    { otherParameters = [], isOfAny = false }: AnswerOptions = {}
  ) {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { pathname, searchParams } = new URL(request.url, "http://corridor")
    const format = yield* formatOf(searchParams, request)
    const table = yield* published.tableOf(release, name).pipe(Effect.mapError(databaseDown))
    if (table === undefined) return yield* notFound("table")
    const selection = readSelection(table, searchParams, format, otherParameters)
    if ("code" in selection) {
      const code = isOfAny ? yield* elsewhere(published, release, searchParams, selection) : selection.code
      return yield* apiProblem(code, undefined, selection.errors)
    }
    // The response contains the path of the next page, so the key contains the whole path.
    const key = JSON.stringify([release.release, release.state, name, pathname, searchParams.toString(), format])
    const cached = cache.get(key)
    if (cached !== undefined) return respond(cached, request)
    const page = tablePage(release, table, selection)
    if (page === undefined) return yield* apiProblem("request-page-beyond")
    const encoded = encodeTablePage(page, format, pathname, searchParams, licence)
    return respond(cache.set(key, encoded), request)
  })

  return { answer }
})

/** Responses with cells of a released table: negotiated, cached and with an ETag. */
export class TableResponses extends Context.Service<TableResponses, Effect.Success<typeof make>>()(
  "corridor/site/api/TableResponses"
) {
  static readonly layer = Layer.effect(TableResponses, make)
}
