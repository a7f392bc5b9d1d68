import { acceptedCoding } from "@corridor/page/acceptedCoding"
import { type Coding, codings, compress } from "@corridor/page/contentCoding"
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"

/** Smaller bodies gain nothing from compression. */
const minBytes = 1_024

const maxCacheBytes = 32 * 1024 * 1024

/** Parquet compresses its columns itself; Arrow files are not compressed. */
const isCompressible = (type: string) => /^(?:text\/|application\/(?:.*json|vnd\.apache\.arrow))/.test(type)

/** Returns the ETag of the encoded bytes. A strong ETag differs between codings (RFC 9110, 8.8.3). */
const encodedEtag = (etag: string, coding: Coding): string => etag.replace(/"$/, `-${coding}"`)

/** Returns the ETag of the bytes without a coding. */
export const identityEtag = (etag: string): string => etag.replace(/-(?:br|gzip)"$/, '"')

/**
 * Compresses public responses and caches the result by ETag.
 *
 * Responses to one account are never compressed: their length would reveal something about their content.
 */
export const makeContentEncoder = () => {
  const cache = new Map<string, Uint8Array>()
  let size = 0

  const compressed = Effect.fn("ContentCoding.compressed")(function* (etag: string, bytes: Uint8Array, coding: Coding) {
    const found = cache.get(etag)
    if (found !== undefined) return found
    const bytesInCoding = yield* Effect.promise(() => compress(bytes, coding))
    if (!cache.has(etag) && bytesInCoding.length <= maxCacheBytes / 8) {
      cache.set(etag, bytesInCoding)
      size += bytesInCoding.length
    }
    for (const [oldest, one] of cache) {
      if (size <= maxCacheBytes) break
      cache.delete(oldest)
      size -= one.length
    }
    return bytesInCoding
  })

  /** Encodes a response that has an ETag and is public. */
  return Effect.fn("ContentCoding.encode")(function* (
    response: HttpServerResponse.HttpServerResponse,
    requestHeaders: Readonly<Record<string, string | undefined>>
  ) {
    const { body, headers } = response
    const etag = headers["etag"]
    if (etag === undefined || !headers["cache-control"]?.startsWith("public")) return response
    const vary = headers["vary"] === undefined ? "accept-encoding" : `${headers["vary"]}, accept-encoding`
    const varied = HttpServerResponse.setHeader(response, "vary", vary)
    const coding = acceptedCoding(requestHeaders["accept-encoding"], codings)
    // A 304 response carries the ETag of the coding that the client has.
    const known = codings
      .map((one) => encodedEtag(etag, one))
      .find((tag) => requestHeaders["if-none-match"]?.includes(tag))
    if (response.status === 304) return HttpServerResponse.setHeader(varied, "etag", known ?? etag)
    if (body._tag !== "Uint8Array" || coding === undefined || body.body.length < minBytes) return varied
    if (!isCompressible(body.contentType)) return varied
    const tag = encodedEtag(etag, coding)
    const bytes = yield* compressed(tag, body.body, coding)
    return HttpServerResponse.uint8Array(bytes, {
      status: response.status,
      contentType: body.contentType,
      headers: { ...headers, vary, etag: tag, "content-encoding": coding }
    })
  })
}
