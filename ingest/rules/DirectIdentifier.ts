/**
 * Whether a text in a slot that is no code list looks like something by which a person can be found.
 * Pseudonyms and UUIDs never do. The rules lean towards refusing: a refused case number costs a rename, a leaked name may cost a life.
 */

const pseudonym = /^(?:[0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

const looksDirect: ReadonlyArray<RegExp> = [
  /[^\s@]+@[^\s@]+\.[^\s@]+/, // e-mail
  /(?:^|\s)@[\p{L}\d_.]{3,}/u, // handle
  /\bhttps?:\/\/|\bwww\./i, // address of a profile
  /^\+\d[\d\s().-]{7,}$/, // phone with country code
  /^8[\s(-]*\d{3}[\s)-]+\d{3}[\s-]?\d{2}[\s-]?\d{2}$/, // Russian phone
  /\b(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\d{2}\b/, // date of birth, day first
  /\b(?:19|20)\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b/, // date of birth, ISO
  /^\d{2}\s?\d{2}\s\d{6}$/, // Russian passport
  /^[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?$/, // IBAN
  /^-?\d{1,2}\.\d{3,},\s*-?\d{1,3}\.\d{3,}$/, // coordinates
  /^\p{Lu}\p{Ll}+(?:[\s-]+\p{Lu}\p{Ll}+)+$/u, // names: two or more capitalised words and nothing else
  /^\p{Lu}\p{Ll}+,?\s+(?:\p{Lu}\.\s?){1,2}$/u // surname and initials
]

export const looksLikeDirectIdentifier = (text: string): boolean =>
  !pseudonym.test(text) && looksDirect.some((pattern) => pattern.test(text))

const hexDigits = new Set([32, 64])
const [zero, nine, lowerA, lowerF, lowerZ, upperA, upperZ] = [48, 57, 97, 102, 122, 65, 90]
const eight = 56

/**
 * True for texts of which the rules above surely say no, told from their bytes alone and far sooner: pseudonyms in lower-case
 * hexadecimal digits, and short case numbers such as `A12-345`. False says nothing.
 *
 * A case number of under 16 letters, digits and at most one hyphen or underscore, with a digit in it and no 8 in front, has no
 * room for any of the rules: they need other signs, two hyphens, sixteen signs, that 8, or letters alone.
 */
export const isSurelyNoIdentifier = (bytes: Uint8Array, from: number, length: number): boolean => {
  const to = from + length
  if (hexDigits.has(length)) {
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number
      if (!((byte >= zero && byte <= nine) || (byte >= lowerA && byte <= lowerF))) return false
    }
    return true
  }
  if (length === 0 || length >= 16 || bytes[from] === eight) return false
  let digits = 0
  let marks = 0
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number
    if (byte >= zero && byte <= nine) digits++
    else if (byte === 0x2d || byte === 0x5f) marks++
    else if (!((byte >= upperA && byte <= upperZ) || (byte >= lowerA && byte <= lowerZ))) return false
  }
  return digits > 0 && marks < 2
}
