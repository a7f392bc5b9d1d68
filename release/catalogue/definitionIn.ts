import { readCodeList } from "../../schemas/CodeLists.ts"
import type { Language } from "../../schemas/Languages.ts"

/** Languages of definitions other than that of the catalogue. */
export const translatedLanguages = ["ru", "uk", "ro"] as const satisfies ReadonlyArray<Language>

const byPhrase = new Map(readCodeList("definitions").map((row) => [row["en"], row]))

/** Labels as files have them: `NotKnown`, or `Under18, 18AndOver`. */
const isLabels = (phrase: string): boolean => /^[\dA-Z]\w*(?:, [\dA-Z]\w*)*$/.test(phrase)

const phraseIn = (phrase: string, language: Language): string | undefined => {
  const own = byPhrase.get(phrase)?.[language]
  if (own !== undefined && own !== "") return own
  if (isLabels(phrase)) return phrase
  const [, counted, by] = /^(.+?) by (.+)$/.exec(phrase) ?? []
  if (counted !== undefined) {
    const [head, ...parts] = [counted, ...(by ?? "").split(", ")].map((part) => byPhrase.get(part)?.[language])
    return [head, ...parts].includes(undefined) ? undefined : `${head}: ${parts.join(", ")}`
  }
  const [, state, rest] = /^(\w+): (.*)$/.exec(phrase) ?? []
  const meaning = rest === undefined ? undefined : byPhrase.get(rest)?.[language]
  return meaning === undefined || meaning === "" ? undefined : `${state}: ${meaning}`
}

/**
 * Returns a definition of the catalogue in a language (`schemas/codelists/definitions.csv`), phrase by phrase between semicolons; undefined if a
 * phrase has no translation. Labels and names of columns stay as files have them.
 */
export const translatedDefinition = (definition: string, language: Language): string | undefined => {
  if (language === "en") return definition
  const whole = byPhrase.get(definition)?.[language]
  if (whole) return whole
  const phrases = definition.split("; ").map((phrase) => phraseIn(phrase, language))
  return phrases.includes(undefined) ? undefined : phrases.join("; ")
}

/** Returns a definition of the catalogue in a language, or else in English: a table without an entry has its name for a title. */
export const definitionIn = (definition: string, language: Language): string =>
  translatedDefinition(definition, language) ?? definition
