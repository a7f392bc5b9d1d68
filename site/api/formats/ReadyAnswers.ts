/** Answers that were made before, kept in memory by release, question and format until room is needed for others. */
import { hash } from "node:crypto"
import type { Format } from "./negotiate.ts"

export interface ReadyAnswer {
  readonly format: Format
  readonly bytes: Uint8Array
  /** Strong: the hash of the bytes. */
  readonly etag: string
  /** Address of the next page, relative to the server. */
  readonly next: string | undefined
  /** What the file is called where it is one. */
  readonly fileName: string
}

/** Most bytes that are kept. */
const mostBytes = 64 * 1024 * 1024

export const etagOf = (bytes: Uint8Array): string => `"${hash("sha256", bytes).slice(0, 32)}"`

export const makeReadyAnswers = () => {
  const kept = new Map<string, ReadyAnswer>()
  let size = 0
  return {
    find: (key: string): ReadyAnswer | undefined => {
      const found = kept.get(key)
      if (found === undefined) return undefined
      kept.delete(key)
      kept.set(key, found)
      return found
    },
    keep: (key: string, answer: ReadyAnswer): ReadyAnswer => {
      // One large answer must not push out all small ones.
      if (answer.bytes.length > mostBytes / 8 || kept.has(key)) return answer
      kept.set(key, answer)
      size += answer.bytes.length
      for (const [oldest, one] of kept) {
        if (size <= mostBytes) break
        kept.delete(oldest)
        size -= one.bytes.length
      }
      return answer
    }
  }
}
