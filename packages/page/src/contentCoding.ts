import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"
import { Effect } from "effect"
import { acceptedCoding } from "./acceptedCoding.ts"

/** Content codings of answers; of equal ones the first is preferred. Browsers accept Brotli over TLS and from this machine only, gzip always. */
export const codings = ["br", "gzip"] as const
export type Coding = (typeof codings)[number]

/** Returns bytes in a coding, or as they are without one. `quality` is Brotli's, from 0 to 11: 5 while a client waits, more for what is kept. */
export const compress = async (bytes: Uint8Array, coding: Coding | undefined, quality = 5): Promise<Uint8Array> => {
  if (coding === undefined) return bytes
  if (coding === "gzip") return promisify(gzip)(bytes, { level: Math.min(9, quality + 1) })
  return promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  })
}

/** Bytes in a coding, or as they are. */
export type Encoded = (coding: Coding | undefined) => Promise<Uint8Array>

/** Returns bytes that are compressed at the first request, outside the main thread, and kept. */
export const keepEncoded = (bytes: Uint8Array, quality: number): Encoded => {
  const kept = new Map<Coding | undefined, Promise<Uint8Array>>()
  return (coding) => {
    const made = kept.get(coding) ?? compress(bytes, coding, quality)
    kept.set(coding, made)
    return made
  }
}

/** Returns what a body is sent as: its bytes, and the headers that name their coding. `accepted` is the request's `accept-encoding`. */
export const encodedBody = Effect.fn("contentCoding.encodedBody")(function* (
  accepted: string | undefined,
  encoded: Encoded
) {
  const coding = acceptedCoding(accepted, codings)
  const bytes = yield* Effect.promise(() => encoded(coding))
  return { bytes, headers: coding === undefined ? {} : { "content-encoding": coding } }
})
