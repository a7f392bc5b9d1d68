/** Misspelt countries: `Нимеччина`, `Rumunia`. They are not read as countries, but they are not names of persons either. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldLabel } from "./FoldLabel.ts"

/** Shorter names differ from first names in one letter. */
const shortest = 6

/** Returns the text without one of its letters, for each letter, and the text itself. */
function* shortened(text: string): Generator<string> {
  yield text
  for (let i = 0; i < text.length; i++) yield text.slice(0, i) + text.slice(i + 1)
}

let known: ReadonlySet<string> | undefined
const names = (): ReadonlySet<string> => {
  known ??= new Set(
    readCodeList("country-names")
      .filter(({ kind }) => kind !== "demonym")
      .map(({ name = "" }) => foldLabel(name))
      .filter(({ length }) => length >= shortest)
      .flatMap((name) => [...shortened(name)])
  )
  return known
}

/**
 * Returns whether a text becomes the name of a country, of six letters or more, by one letter that is left out, added, replaced or exchanged with the next
 * one; a few texts with two such errors count too.
 */
export const isSimilarCountry = (text: string): boolean => {
  const label = foldLabel(text)
  if (label.length < shortest || label.length > 60) return false
  for (const form of shortened(label)) if (names().has(form)) return true
  return false
}
