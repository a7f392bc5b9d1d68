import { bytesToHex, randomBytes } from "@noble/hashes/utils.js"
import { Redacted } from "effect"

/** Returns a random key. */
export const randomKey = (): Redacted.Redacted<string> => Redacted.make(bytesToHex(randomBytes(32)))
