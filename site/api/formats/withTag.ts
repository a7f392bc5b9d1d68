import { Effect } from "effect"
import { HttpServerRequest, HttpServerResponse } from "effect/http"
import { plainTag } from "./contentCoding.ts"
import { etagOf } from "./ReadyAnswers.ts"

/** Figures stay; whether a release was taken back has to be asked each time, which costs a tag. */
export const caching = "public, no-cache"

/** Does whoever asks have the answer already? */
export const isKnown = (request: HttpServerRequest.HttpServerRequest, etag: string): boolean =>
  (request.headers["if-none-match"] ?? "")
    .split(",")
    .some((tag) => tag.trim() === "*" || plainTag(tag.trim().replace(/^W\//, "")) === etag)

/** The answer with its tag, or only the tag where it is known. For answers whose bytes are in memory. */
export const withTag = (
  request: HttpServerRequest.HttpServerRequest,
  answer: HttpServerResponse.HttpServerResponse
): HttpServerResponse.HttpServerResponse => {
  if (answer.body._tag !== "Uint8Array") return answer
  const etag = etagOf(answer.body.body)
  const headers = { etag, "cache-control": caching }
  return isKnown(request, etag)
    ? HttpServerResponse.empty({ status: 304, headers })
    : HttpServerResponse.setHeaders(answer, headers)
}

/** A body as JSON with its tag. */
export const tagged = Effect.fn("Api.tagged")(function* (body: unknown) {
  return withTag(yield* HttpServerRequest.HttpServerRequest, HttpServerResponse.jsonUnsafe(body))
})

/** A body that never changes, as JSON with its tag: written and hashed once. */
export const constant = (body: unknown) => {
  const made = HttpServerResponse.jsonUnsafe(body)
  const etag = made.body._tag === "Uint8Array" ? etagOf(made.body.body) : ""
  const headers = { etag, "cache-control": caching }
  const full = HttpServerResponse.setHeaders(made, headers)
  const known = HttpServerResponse.empty({ status: 304, headers })
  return Effect.map(HttpServerRequest.HttpServerRequest, (request) => (isKnown(request, etag) ? known : full))
}
