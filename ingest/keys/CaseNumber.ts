/**
 * The canonical form of a case number. The command line, the browser and the pipeline make pseudonyms from it, so that one case has one pseudonym
 * however its number was typed: `case-9`, `CASE – 9` and `СASE-9` with a Cyrillic С are `CASE-9`.
 *
 * The rule, version 3:
 * - Unicode compatibility forms are the same (NFKC): full-width letters, ligatures, `№` as `No`. Invisible characters are removed.
 * - Upper and lower case are the same.
 * - Cyrillic, Greek and Armenian letters that look like a Latin letter are that letter. Decimal digits of all scripts are the digits 0 to 9.
 * - Apostrophes at the start, with which spreadsheets and reports mark a cell as text, are removed: `'A-001` is `A-001`.
 * - Runs of dashes and white space are one hyphen. White space at both ends is removed.
 * - Leading zeros count: `CASE-09` and `CASE-9` are different, because registers use both. `similarityKey` finds them.
 *
 * No other letter or digit is changed, so two numbers that differ in one stay different. Version 1 removed white space at both ends only,
 * version 2 kept apostrophes; a number in canonical form has the same pseudonym under all versions, and `spellingsOf` gives the numbers of which
 * a withdrawal must think.
 *
 * Letters: Unicode Technical Standard 39, confusable single letters of these scripts. Case: letters whose upper case is one letter.
 */

/** Letters, and the Latin letter that each looks like. */
const [similarLetters, latinLetters] = [
  "АВЕЅІЈКМНОРСТХУҮѴԚԜӀΑΒΕΖΗΙΚΜΝΟΡΤΥΧՕՍՏ",
  "ABESIJKMHOPCTXYYVQWIABEZHIKMNOPTYXOUS"
]

/** Capital letters of other alphabets that look like a Latin letter, with that letter. */
export const latinLookalikes: ReadonlyMap<string, string> = new Map(
  [...similarLetters].map((letter, i) => [letter, latinLetters[i] as string])
)

const isDigit = (code: number) => /\p{Nd}/u.test(String.fromCodePoint(code))

/** Returns the value of a decimal digit of any script. Unicode encodes them in runs of ten from 0 to 9, of which some follow each other. */
const digitOf = (sign: string): string => {
  const code = sign.codePointAt(0) as number
  let zero = code
  while (zero > 0 && isDigit(zero - 1)) zero--
  return String((code - zero) % 10)
}

/** Returns a text with the digits 0 to 9 for those of other scripts. */
export const withUsualDigits = (text: string): string => text.replace(/(?![0-9])\p{Nd}/gu, digitOf)

const canonicalSign = (sign: string): string => {
  if (/\p{Nd}/u.test(sign)) return digitOf(sign)
  const upper = sign.toUpperCase()
  // The capital of the dotless ı is I, which is another letter.
  const letter = upper.length === sign.length && sign !== "ı" ? upper : sign
  return latinLookalikes.get(letter) ?? letter
}

const alreadyCanonical = /^[A-Z0-9./]+(?:-[A-Z0-9./]+)*$/
const invisible = /(?!\s)[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const separators = /[\s\p{Pd}\u02d7\u2043\u2212]+/gu
const slashes = /[\u2044\u2215]/g
/** ' and its typographic forms; ʼ is a letter. */
const apostrophes = /^(?:['‘’]\s*)+/

/** Returns the canonical form of a case number; the same text for a canonical form. */
export const canonicalCaseNumber = (text: string): string => {
  if (alreadyCanonical.test(text)) return text
  return signsOf(textOf(text).replace(apostrophes, "")) || text
}

const textOf = (text: string): string => text.normalize("NFKC").replace(invisible, "").trim()

/** A number of invisible characters and apostrophes only has no canonical form, and gives "". */
const signsOf = (plain: string): string =>
  Array.from(plain.replace(separators, "-").replace(slashes, "/"), canonicalSign).join("").normalize("NFC")

/** Returns the form under which a record may have been sent before: that of version 2 for a number behind an apostrophe, else the number as it is typed. */
export const earlierForm = (caseNumber: string): string => {
  const text = textOf(caseNumber)
  return apostrophes.test(text) ? signsOf(text) : caseNumber
}

const pseudonym = /^[0-9a-f]{64}$/

/** Returns whether a case reference is a first pseudonym, which is used as it is. */
export const isFirstPseudonym = (reference: string): boolean => reference.length === 64 && pseudonym.test(reference)

/** Returns what the pipeline pseudonymises: a first pseudonym as it is, and a case number in its canonical form. */
export const canonicalReference = (reference: string): string =>
  isFirstPseudonym(reference) ? reference : canonicalCaseNumber(reference)

/** Returns the text whose HMAC is the first pseudonym of a case reference as it is spelled. */
export const nameOfSpelling = (spelling: string): string => `case\0${spelling}`

/** Returns the text whose HMAC under the partner's key is the first pseudonym of a case. */
export const nameOfCase = (caseNumber: string): string => nameOfSpelling(canonicalCaseNumber(caseNumber))

/**
 * Returns the spellings of a case number under which records may be stored: the canonical form, and, for records sent under earlier versions of
 * the rule, the number as it was typed and its usual spellings.
 */
export const spellingsOf = (caseNumber: string): ReadonlyArray<string> => {
  if (isFirstPseudonym(caseNumber)) return [caseNumber]
  const typed = caseNumber.trim()
  const canonical = canonicalCaseNumber(caseNumber)
  return [
    ...new Set([
      canonical,
      caseNumber,
      typed,
      typed.toUpperCase(),
      typed.toLowerCase(),
      canonical.toLowerCase(),
      `'${canonical}`
    ])
  ]
}

/** Returns the texts whose HMACs are the first pseudonyms under which a case may have been sent, the present one first. */
export const namesOfCase = (caseNumber: string): ReadonlyArray<string> => spellingsOf(caseNumber).map(nameOfSpelling)

/** Letters that are taken for a digit, and the digit. */
const likeDigits: Readonly<Record<string, string>> = { O: "0", Q: "0", I: "1", L: "1", Z: "2", S: "5", G: "6", B: "8" }
const asDigits = (text: string): string => text.replace(/\D/g, (letter) => likeDigits[letter] ?? letter)

/** `S521`, `9OO`: a part of a number with at least three digits, or O, I and L next to digits, and no other letter. */
const numericPart =
  /(?<![\p{L}\p{N}])(?=(?:[OQILZSGB]*\d){3}|[OIL]*\d[\dOIL]*(?![\p{L}\p{N}]))[\dOQILZSGB]+(?![\p{L}\p{N}])/gu

/**
 * Returns a key that similar case numbers share: those that differ in separators, in the decimals of a spreadsheet (`101.0`), in leading zeros, or in letters that look like digits: O, I and
 * L next to a digit; B, G, Q, S and Z between digits, or in a part of the number that has three digits and nothing else. `CASE-09`, `CASE9` and
 * `CASE/O9` are similar, and so are `9001` and `9OO1`, `5521` and `S521`; `1-11` and `11-1` are not, nor are `B12` and `812`.
 */
export const similarityKey = (caseNumber: string): string => {
  const canonical = canonicalCaseNumber(caseNumber).replace(/^(\d+)[.,]0+$/, "$1")
  const inDigits = /[OQILZSGB]/.test(canonical)
    ? canonical.replace(numericPart, asDigits).replace(/(?<=\d)[OQILZSGB]+(?=\d)|(?<=\d)[OIL]+|[OIL]+(?=\d)/g, asDigits)
    : canonical
  const parts = inDigits.match(alreadyCanonical.test(inDigits) ? /\d+|[A-Z]+/g : /\p{Nd}+|\p{L}[\p{L}\p{M}]*/gu) ?? []
  return parts.map((part) => (part.startsWith("0") ? part.replace(/^0+(?=\d)/, "") : part)).join(" ")
}
