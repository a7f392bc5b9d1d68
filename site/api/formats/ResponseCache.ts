import { hash } from "node:crypto"
import type { Format } from "../../metadata/formats.ts"

/** An encoded page of a table. */
export interface CachedResponse {
  readonly format: Format
  readonly bytes: Uint8Array
  /** A strong ETag: the hash of the bytes. */
  readonly etag: string
  /** Path of the next page. */
  readonly next: string | undefined
  /** The name under which a browser saves the response. */
  readonly fileName: string
}

const maxBytes = 64 * 1024 * 1024

/** Returns a strong validator of a response's bytes: 128 bits of their SHA-256, in quotes (RFC 9110, section 8.8.3). */
export const etagOf = (bytes: Uint8Array): string => `"${hash("sha256", bytes).slice(0, 32)}"`

/** Returns a cache of encoded responses. It evicts the least recently used. */
export const makeResponseCache = () => {
  const entries = new Map<string, CachedResponse>()
  let size = 0
  return {
    get: (key: string): CachedResponse | undefined => {
      const found = entries.get(key)
      if (found === undefined) return undefined
      entries.delete(key)
      entries.set(key, found)
      return found
    },
    set: (key: string, response: CachedResponse): CachedResponse => {
      // One large response must not evict all small ones.
      if (response.bytes.length > maxBytes / 8 || entries.has(key)) return response
      entries.set(key, response)
      size += response.bytes.length
      for (const [oldest, one] of entries) {
        if (size <= maxBytes) break
        entries.delete(oldest)
        size -= one.bytes.length
      }
      return response
    }
  }
}
