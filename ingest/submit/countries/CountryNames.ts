/** What the name list knows, by folded name. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldedWords, foldLabel, joined, lost } from "./FoldLabel.ts"

/** Alpha-3 codes, sorted, of the countries that a name stands for: one, or several when the name is ambiguous. */
export type Meaning = ReadonlyArray<string>

const index = (entries: Iterable<readonly [string, string]>): ReadonlyMap<string, Meaning> => {
  const sets = new Map<string, Set<string>>()
  for (const [key, alpha3] of entries) {
    if (key === "") throw new Error("a country name folds to nothing")
    const set = sets.get(key)
    if (set === undefined) sets.set(key, new Set([alpha3]))
    else set.add(alpha3)
  }
  return new Map(Array.from(sets, ([key, set]) => [key, [...set].sort()]))
}

const names = readCodeList("country-names").map((row) => ({ name: row["name"] ?? "", alpha3: row["alpha3"] ?? "" }))

const byName = index(names.map(({ name, alpha3 }) => [foldLabel(name), alpha3]))

/** The name as it looks when every letter outside ASCII was lost. */
const withLosses = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is meant.
  foldLabel(name.normalize("NFC").replace(/[^\x00-\x7f]+/g, lost))

/** With fewer letters left the rest fits too much. */
const enoughLeft = (key: string): boolean => key.includes(lost) && key.replaceAll(lost, "").length >= 3

const byLosses = index(
  names.map(({ name, alpha3 }) => [withLosses(name), alpha3] as const).filter(([key]) => enoughLeft(key))
)

const remarks = new Set(readCodeList("country-remarks").map((row) => foldLabel(row["remark"] ?? "")))

/** True for a remark beside a name that says nothing about which country is meant. */
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what is meant.
const ascii = /^[\x00-\x7f]*$/

/**
 * Countries with this name, with or without an article before it.
 * Abbreviations (`UAE`) are met by chance where wrongly decoded letters lose their marks: they must stand as they are.
 */
export const meaningOf = (label: string): Meaning | undefined => {
  const folded = foldedWords(label)
  const key = joined(folded)
  if (key.length <= 3 && ascii.test(key) && !ascii.test(label.trim())) return undefined
  const meaning = byName.get(key)
  if (meaning !== undefined || !articles.has(folded[0] ?? "")) return meaning
  return byName.get(joined(folded.slice(1)))
}

/** Countries of whose names this may be what is left after letters outside ASCII became U+FFFD. */
export const meaningDespiteLosses = (label: string): Meaning | undefined =>
  byLosses.get(foldLabel(label.replace(/\ufffd+/g, lost)))
