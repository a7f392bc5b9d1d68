import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldedWords, foldLabel, joined, lost } from "./FoldLabel.ts"

/** The sorted alpha-3 codes of a name's countries: one, or several for an ambiguous name. */
export type Meaning = ReadonlyArray<string>

const index = (entries: Iterable<readonly [string, string]>): ReadonlyMap<string, Meaning> => {
  const sets = new Map<string, Set<string>>()
  for (const [key, alpha3] of entries) {
    if (key === "") throw new Error("A country name is empty after folding.")
    const set = sets.get(key)
    if (set === undefined) sets.set(key, new Set([alpha3]))
    else set.add(alpha3)
  }
  return new Map(Array.from(sets, ([key, set]) => [key, [...set].sort()]))
}

const names = readCodeList("country-names").map((row) => ({
  name: row["name"] ?? "",
  alpha3: row["alpha3"] ?? "",
  isOfficial: row["source"]?.startsWith("country-codes.csv") === true
}))

const byName = index(names.map(({ name, alpha3 }) => [foldLabel(name), alpha3]))

/** Few files need these names, and thousands are folded. */
let officialNames: ReadonlyMap<string, Meaning> | undefined
let byLosses: ReadonlyMap<string, Meaning> | undefined

/** Returns the countries with this name in ISO 3166 or the lists of the United Nations. */
export const officialMeaningOf = (label: string): Meaning | undefined => {
  officialNames ??= index(
    names.flatMap(({ name, alpha3, isOfficial }) => (isOfficial ? [[foldLabel(name), alpha3] as const] : []))
  )
  return officialNames.get(foldLabel(label.replace(/\s*\((?:the|le|el)\)$/i, "")))
}

/** Returns the name with every non-ASCII letter replaced, as if it was lost. */
const withLosses = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is intended.
  foldLabel(name.normalize("NFC").replace(/[^\x00-\x7f]+/g, lost))

/** With fewer remaining letters, too many names match. */
const enoughLeft = (key: string): boolean => key.includes(lost) && key.replaceAll(lost, "").length >= 3

const remarks = new Set(readCodeList("country-remarks").map((row) => foldLabel(row["remark"] ?? "")))

/** Returns whether a remark next to a name does not affect which country is meant. */
export const isRemark = (text: string): boolean => remarks.has(foldLabel(text))

const articles = new Set([
  "the",
  "le",
  "la",
  "les",
  "l",
  "el",
  "los",
  "las",
  "il",
  "lo",
  "i",
  "gli",
  "der",
  "die",
  "das"
])

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII is intended.
const ascii = /^[\x00-\x7f]*$/

/**
 * Returns the countries with this name, with or without an article. Abbreviations (`UAE`) must match exactly, because wrongly decoded letters
 * can produce them by chance.
 */
export const meaningOf = (label: string): Meaning | undefined => {
  const folded = foldedWords(label)
  const key = joined(folded)
  if (key.length <= 3 && ascii.test(key) && !ascii.test(label.trim())) return undefined
  const meaning = byName.get(key)
  if (meaning !== undefined || !articles.has(folded[0] ?? "")) return meaning
  return byName.get(joined(folded.slice(1)))
}

/** Returns the countries whose names match after non-ASCII letters became U+FFFD. */
export const meaningDespiteLosses = (label: string): Meaning | undefined => {
  byLosses ??= index(
    names.map(({ name, alpha3 }) => [withLosses(name), alpha3] as const).filter(([key]) => enoughLeft(key))
  )
  return byLosses.get(foldLabel(label.replace(/\ufffd+/g, lost)))
}
