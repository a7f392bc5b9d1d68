import { createCipheriv, createHash } from "node:crypto"
import { Redacted } from "effect"

/** Where all chance of private figures comes from: 32 independent bits a call, as a whole number from 0 on. */
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
      // What was used is gone from memory: it could undo the noise.
      words[at++] = 0
      return word
    }
  }
}

/**
 * From a key and what is asked: AES-256 in counter mode under SHA-256(key, context), so that whoever lacks the key can't tell it
 * from chance, and the same question asked again after a crash draws the same noise. `context` must name the data as well
 * (a vintage's hash): the same noise on two data sets would give their difference away.
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
