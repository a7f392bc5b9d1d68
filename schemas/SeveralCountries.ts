/** Names of several of today's countries: states that are gone, such as the Soviet Union, and groups. */
import { readCodeList } from "./CodeLists.ts"
import type { Language } from "./Languages.ts"
import { countries, groupMembers, placeGroups } from "./Places.ts"

/** A state with several successors, or a group of countries. */
interface SeveralCountries {
  /** ISO 3166-3 alpha-4, or a word: unlike a country's code it never has three letters. */
  readonly code: string
  /** The first year without the state; "" if it is a group. */
  readonly gone: string
  /** Alpha-3 codes of the present countries. */
  readonly members: ReadonlyArray<string>
  /** The name in each language. */
  readonly shown: Readonly<Record<Language, string>>
  /** Its other names, in any language. */
  readonly names: ReadonlyArray<string>
}

/** Memberships that last have no last day. */
const someday = "9999-12-31"

/** Returns the countries that a row lists, a group of `place-groups.csv` has, or an area of M49 (`002`) contains. */
const membersOf = (members: string): ReadonlyArray<string> => {
  if (placeGroups.includes(members)) return groupMembers(members, someday)
  if (!/^\d{3}$/.test(members)) return members.split(" ")
  return countries
    .filter(({ region, subregion, intermediate }) => [region, subregion, intermediate].includes(members))
    .map(({ code }) => code)
}

/** The rows of `several-countries.csv`. */
export const severalCountries: ReadonlyArray<SeveralCountries> = readCodeList("several-countries").map((row) => {
  const { code = "", gone = "", members = "", names = "", en = "", ru = "", uk = "", ro = "" } = row
  return {
    code,
    gone,
    members: membersOf(members),
    shown: { en, ru, uk, ro },
    names: names === "" ? [] : names.split("|")
  }
})

/** Returns what a code names; undefined if it is that of one place. */
export const severalCountriesOf = (code: string): SeveralCountries | undefined =>
  severalCountries.find((one) => one.code === code)
