/** Columns that are named after a country and have yes or no: `Transit: Turkey`, `transit_countries/TUR`, `Exploited in Russia`. */
import { normaliseCountry } from "../countries/CountryNormaliser.ts"
import { bindingOf } from "./BindColumn.ts"
import type { Binding } from "./Binding.ts"
import type { ColumnPlan } from "./ColumnPlan.ts"
import { emptyMapping, MappingIndex } from "./Mapping.ts"

const plain = new MappingIndex(emptyMapping)

/** Codes of two letters are words too: `ORIGIN ID`, `TRANSIT NO`. */
const isCountry = (word: string) =>
  (/^[A-Z]{3}$/.test(word) || !/^[A-Za-z]{1,3}$/.test(word)) && normaliseCountry(word)._tag !== "Unknown"

const givesCountry = (binding: Binding) =>
  binding.to === "places" || (binding.to === "target" && binding.target.field.codeList === "countries")

/** `Exploited in`, `Эксплуатация в`, before the name of a country. */
const exploitedIn = /^(?:exploit(?:ed|ation) in|эксплуат\p{L}+ в|експлуат\p{L}+ в|exploata\p{L}+ în)$/iu

/** Returns the words before a country at the end of a heading; undefined if none is there. */
const beforeCountry = (heading: string): string | undefined => {
  const ends = [...heading.matchAll(/[\s/:[(_–—-]+/g)].map(
    ({ index, 0: sign }) => [index, index + sign.length] as const
  )
  const found = ends.find(([, end]) => isCountry(heading.slice(end).replace(/[\])\s]+$/, "")))
  return found === undefined || found[0] === 0 ? undefined : heading.slice(0, found[0]).trim()
}

/**
 * Returns the positions of such columns. One for each country does not say in which order the countries were passed, or which is meant. A survey
 * exports them in addition to a column with all answers, which is read instead: such columns are left out.
 */
export const columnsPerCountry = (
  names: ReadonlyArray<string>,
  plans: ReadonlyArray<ColumnPlan>
): ReadonlySet<number> => {
  const found = new Set<number>()
  for (const [i, name] of names.entries()) {
    if (!plans.every(({ bindings }) => bindings[i]?.to === "unknown")) continue
    const head = beforeCountry(name)
    if (head === undefined || names.includes(head)) continue
    const isPlace = plans.some(({ kind }) => givesCountry(bindingOf(kind, head, plain, undefined)))
    if (isPlace || exploitedIn.test(head)) found.add(i)
  }
  return found
}
