/**
 * Detects direct identifiers in texts that are not codes. Pseudonyms and UUIDs never match. The patterns prefer false alarms: a refused case
 * number costs a new name, a leaked name may cost a life.
 */
import { fourDigits } from "./HexDigits.ts"

const pseudonym = /^(?:[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

const looksDirect: ReadonlyArray<RegExp> = [
  /[^\s@]+@[^\s@]+\.[^\s@]+/, // e-mail
  /(?:^|\s)@[\p{L}\d_.]{3,}/u, // handle
  /\bhttps?:\/\/|\bwww\./i, // URL of a profile
  /^\+\d[\d\s().-]{7,}$/, // phone with country code
  /^8[\s(-]*\d{3}[\s)-]+\d{3}[\s-]?\d{2}[\s-]?\d{2}$/, // Russian phone
  /\b(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d{2}\b/, // date of birth, day first
  /\b(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/, // date of birth, ISO
  /^\d{2}\s?\d{2}\s\d{6}$/, // Russian passport
  /^[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?$/, // IBAN
  /^-?\d{1,2}\.\d{3,},\s*-?\d{1,3}\.\d{3,}$/, // coordinates
  /^\p{Lu}\p{Ll}+(?:[\s-]+\p{Lu}\p{Ll}+)+$/u, // names: only capitalised words, at least two
  /^\p{Lu}\p{Ll}+,?\s+(?:\p{Lu}\.\s?){1,2}$/u // surname and initials
]

/** Returns whether a text looks like a name, a number of a document, a telephone, an address or the like. */
export const looksLikeDirectIdentifier = (text: string): boolean =>
  !pseudonym.test(text) && looksDirect.some((pattern) => pattern.test(text))

/** Bytes that no identifier consists of: a text of these is not an identifier. */
const other = 0
const letter = 1
const digit = 2
const mark = 3
const kinds = new Uint8Array(256)
for (const [signs, kind] of [
  ["abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", letter],
  ["0123456789", digit],
  ["-_", mark]
] as const)
  for (const sign of signs) kinds[sign.charCodeAt(0)] = kind
const eight = 0x38

/**
 * Returns true only for texts that match none of the patterns above, from their bytes (and `view`) alone, which is much faster:
 * hexadecimal pseudonyms, and short case numbers such as `A12-345`. False means undecided.
 *
 * A case number of fewer than 16 letters and digits with at most one hyphen or underscore, at least one digit and no leading 8 matches no
 * pattern: each needs other characters, two hyphens, sixteen characters, a leading 8, or letters only.
 */
export const isSurelyNoIdentifier = (bytes: Uint8Array, view: DataView, from: number, length: number): boolean => {
  const to = from + length
  if (length === 64 || length === 32) {
    let signs = 0
    for (let at = from; at < to; at += 4) signs |= fourDigits(view.getInt32(at))
    // Negative if a character is not a digit.
    return signs >= 0
  }
  if (length === 0 || length >= 16 || bytes[from] === eight) return false
  let digits = 0
  let marks = 0
  for (let i = from; i < to; i++) {
    const kind = kinds[bytes[i] as number]
    if (kind === other) return false
    if (kind === digit) digits++
    else if (kind === mark) marks++
  }
  return digits > 0 && marks < 2
}
