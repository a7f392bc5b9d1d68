/**
 * Answers compressed for who can read that (RFC 9110, 12.5.3). Only what everybody may have: an answer to somebody alone goes as it
 * is, so that its length says nothing of what it holds beside what was asked. What was compressed is kept by its tag.
 */
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"

const codings = ["br", "gzip"] as const
type Coding = (typeof codings)[number]

const compressors: Readonly<Record<Coding, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 6 })
}

/** Below this, headers and the frame of the coding eat what is won. */
const leastBytes = 1_024

/** Most bytes of compressed answers that are kept. */
const mostKept = 32 * 1024 * 1024

/** Parquet is compressed within; Arrow is not. */
const isCompressible = (type: string) => /^(?:text\/|application\/(?:.*json|vnd\.apache\.arrow))/.test(type)

/** The coding, or undefined for the bytes as they are. */
export const codingFor = (accepted: string | undefined): Coding | undefined => {
  const weights = new Map<string, number>()
  for (const part of (accepted ?? "").slice(0, 500).toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim())
    const q = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? "1")
    weights.set(name, q >= 0 && q <= 1 ? q : 0)
  }
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get("*") ?? 0
  return codings.filter((coding) => weightOf(coding) > 0).sort((a, b) => weightOf(b) - weightOf(a))[0]
}

/** The tag of bytes in a coding: other bytes than the plain ones, so another strong tag (RFC 9110, 8.8.3). */
export const codedTag = (etag: string, coding: Coding): string => etag.replace(/"$/, `-${coding}"`)

/** The tag of the plain bytes. */
export const plainTag = (etag: string): string => etag.replace(/-(?:br|gzip)"$/, '"')

export const makeContentCoding = () => {
  const kept = new Map<string, Uint8Array>()
  let size = 0

  const compressed = Effect.fn("ContentCoding.compress")(function* (etag: string, bytes: Uint8Array, coding: Coding) {
    const found = kept.get(etag)
    if (found !== undefined) return found
    const made = yield* Effect.promise(() => compressors[coding](bytes))
    if (!kept.has(etag) && made.length <= mostKept / 8) {
      kept.set(etag, made)
      size += made.length
    }
    for (const [oldest, one] of kept) {
      if (size <= mostKept) break
      kept.delete(oldest)
      size -= one.length
    }
    return made
  })

  /** The answer in the coding that is wanted, where it has a tag and everybody may have it. */
  return Effect.fn("ContentCoding.encode")(function* (
    answer: HttpServerResponse.HttpServerResponse,
    asked: Readonly<Record<string, string | undefined>>
  ) {
    const { body, headers } = answer
    const etag = headers["etag"]
    if (etag === undefined || !headers["cache-control"]?.startsWith("public")) return answer
    const vary = headers["vary"] === undefined ? "accept-encoding" : `${headers["vary"]}, accept-encoding`
    const varied = HttpServerResponse.setHeader(answer, "vary", vary)
    const coding = codingFor(asked["accept-encoding"])
    // Whoever has the bytes in a coding is told so by their own tag.
    const known = codings.map((one) => codedTag(etag, one)).find((tag) => asked["if-none-match"]?.includes(tag))
    if (answer.status === 304) return HttpServerResponse.setHeader(varied, "etag", known ?? etag)
    if (body._tag !== "Uint8Array" || coding === undefined || body.body.length < leastBytes) return varied
    if (!isCompressible(body.contentType)) return varied
    const tag = codedTag(etag, coding)
    const bytes = yield* compressed(tag, body.body, coding)
    return HttpServerResponse.uint8Array(bytes, {
      status: answer.status,
      contentType: body.contentType,
      headers: { ...headers, vary, etag: tag, "content-encoding": coding }
    })
  })
}
