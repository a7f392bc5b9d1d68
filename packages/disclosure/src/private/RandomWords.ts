import { createCipheriv, createHash } from "node:crypto"
import { Redacted } from "effect"

/** Source of randomness: each call returns 32 independent bits as a whole number from 0 on. */
export interface RandomWords {
  readonly next: () => number
}

const buffered = (fill: (bytes: Uint8Array) => void): RandomWords => {
  const bytes = new Uint8Array(16_384)
  const words = new Uint32Array(bytes.buffer)
  let at = words.length
  return {
    next: () => {
      if (at === words.length) {
        fill(bytes)
        at = 0
      }
      const word = words[at] as number
      // A used word is erased from memory: it could undo the noise.
      words[at++] = 0
      return word
    }
  }
}

/**
 * Returns words from a key and a context: AES-256 in counter mode under SHA-256(key, context). Without the key they
 * are indistinguishable from chance. The same question has the same noise, also after a crash. `context` must include
 * the data (a vintage's hash): the same noise on two data sets would disclose their difference.
 */
export const keyedWords = (key: Redacted.Redacted<string>, context: string): RandomWords => {
  const derive = (text: string) => createHash("sha256").update(text).digest()
  const secret = createHash("sha256")
    .update(derive(Redacted.value(key)))
    .update(derive(context))
    .digest()
  const cipher = createCipheriv("aes-256-ctr", secret, new Uint8Array(16))
  return buffered((bytes) => {
    bytes.fill(0)
    bytes.set(cipher.update(bytes))
  })
}

/** Returns a mark by which two keys can be told apart. It is shown to nobody: whoever guesses the key could confirm it. */
export const keyMark = (key: Redacted.Redacted<string>): string =>
  createHash("sha256")
    .update(JSON.stringify(["mark of a noise key", Redacted.value(key)]))
    .digest("hex")
