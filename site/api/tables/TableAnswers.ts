/** Answers about a table of a release, as responses: in the format that is wanted, from memory, with their tag. */
import { Context, Effect, Layer } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { Published } from "../../../release/published/Published.ts"
import type { PublishedRelease } from "../../../release/published/readPublished.ts"
import { makeAnswer } from "../formats/makeAnswer.ts"
import { type Format, formats, mediaTypes, negotiate } from "../formats/negotiate.ts"
import { makeReadyAnswers, type ReadyAnswer } from "../formats/ReadyAnswers.ts"
import { caching, isKnown } from "../formats/withTag.ts"
import { apiProblem } from "../problems/ApiProblem.ts"
import { storeIsDown } from "../problems/storeIsDown.ts"
import { tablePage } from "./TablePage.ts"
import { readQuestion } from "./TableQuestion.ts"

const respond = (
  { format, bytes, etag, next, fileName }: ReadyAnswer,
  request: HttpServerRequest.HttpServerRequest
) => {
  const headers = {
    etag,
    "cache-control": caching,
    vary: "accept",
    ...(next === undefined ? {} : { link: `<${next}>; rel="next"` }),
    ...(format === "json" ? {} : { "content-disposition": `attachment; filename="${fileName}"` })
  }
  return isKnown(request, etag)
    ? HttpServerResponse.empty({ status: 304, headers })
    : HttpServerResponse.uint8Array(bytes, { contentType: mediaTypes[format], headers })
}

const formatOf = Effect.fn("TableAnswers.format")(function* (
  parameters: URLSearchParams,
  request: HttpServerRequest.HttpServerRequest
): Effect.fn.Return<Format, ReturnType<typeof apiProblem<"request-format-unknown">>> {
  const format = negotiate(parameters.get("format"), request.headers["accept"])
  return format ?? (yield* apiProblem("request-format-unknown", `Ask for one of ${formats.join(", ")}.`))
})

const make = Effect.gen(function* () {
  const published = yield* Published
  const ready = makeReadyAnswers()

  /** What a request asks of a table of a release. `more`: parameters that its address knows beside those of tables. */
  const answer = Effect.fn("TableAnswers.answer")(function* (
    release: PublishedRelease,
    name: string,
    more: ReadonlyArray<string> = []
  ) {
    const request = yield* HttpServerRequest.HttpServerRequest
    const { pathname, searchParams } = new URL(request.url, "http://corridor")
    const format = yield* formatOf(searchParams, request)
    const table = yield* published.tableOf(release, name).pipe(Effect.mapError(storeIsDown))
    if (table === undefined) return yield* apiProblem("request-not-found")
    const question = readQuestion(table, searchParams, format === "json" ? "json" : "file", more)
    if ("code" in question) return yield* apiProblem(question.code, undefined, question.errors)
    // A page's address of the next one is part of it, so the whole address is the key.
    const key = JSON.stringify([release.release, release.state, name, pathname, searchParams.toString(), format])
    const found = ready.find(key)
    if (found !== undefined) return respond(found, request)
    const page = tablePage(release, table, question)
    if (page === undefined) return yield* apiProblem("request-page-beyond")
    const made = makeAnswer(page, format, pathname, searchParams)
    return respond(ready.keep(key, made), request)
  })

  return { answer }
})

export class TableAnswers extends Context.Service<TableAnswers, Effect.Success<typeof make>>()(
  "corridor/release/api/TableAnswers"
) {
  static readonly layer = Layer.effect(TableAnswers, make)
}
