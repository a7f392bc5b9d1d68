/** The places that readers search: all countries, listed regions and names of several countries, in four languages and others. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import { languages } from "../../../schemas/Languages.ts"
import { countries, regions } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"
import { severalCountries } from "../../../schemas/SeveralCountries.ts"
import { ownNamesEnd, type SearchedPlace } from "./PlaceIndex.ts"
import { placeSearch } from "./PlaceSearch.ts"
import { wordsOf } from "./placeWords.ts"

/** Names of several countries in lower case: not also names of each, or "Czecho-Slovakia" would be Slovakia first. */
const ofSeveral = new Set(
  severalCountries.flatMap(({ shown, names }) => [...Object.values(shown), ...names].map((name) => name.toLowerCase()))
)

/** Names besides the official ones: those of partners' files, and everyday ones. Only the towns among these are read in files. */
const aliases = Map.groupBy(
  [
    ...readCodeList("country-names")
      .filter(({ kind }) => kind !== "file")
      .map(({ alpha3, name = "" }) => ({ code: alpha3, name }))
      .filter(({ name }) => !ofSeveral.has(name.toLowerCase())),
    ...readCodeList("everyday-place-names").flatMap(({ code, names = "" }) =>
      names.split("|").map((name) => ({ code, name }))
    ),
    ...severalCountries.flatMap(({ code, names }) => names.map((name) => ({ code, name })))
  ],
  ({ code }) => code
)

const aliasesOf = (place: string) => (aliases.get(place) ?? []).map(({ name = "" }) => name)

/** Returns each word once, and those of `except` only if they are a name by themselves: first those that are a name by themselves, without "(city)", then a bar and the words of longer names. */
const namesField = (names: ReadonlyArray<string>, except: ReadonlySet<string> = new Set()) => {
  const own = names.map((name) => wordsOf(name.replace(/\s*\(.*\)/, ""))).filter(({ length }) => length === 1)
  const alone = new Set(own.flat())
  const others = new Set(wordsOf(names.join(" ")).filter((word) => !alone.has(word) && !except.has(word)))
  return { words: new Set([...alone, ...others]), text: [...alone, ownNamesEnd, ...others].join(" ") }
}

/** Each word once, and in the field that counts most. `others` are names of other places by which it is found. */
const placeOf = (
  id: string,
  names: ReadonlyArray<string>,
  code: string,
  others: ReadonlyArray<string> = []
): SearchedPlace => {
  const name = namesField(names)
  const alias = namesField(aliasesOf(id), name.words)
  const known = new Set([...name.words, ...alias.words])
  const more = wordsOf([...others, name.words.has("saint") ? "St" : ""].join(" ")).filter((word) => !known.has(word))
  return { id, name: name.text, alias: [alias.text, ...new Set(more)].join(" "), code }
}

const firstWord = (label: string) => label.split(" ")[0]

/** The other names of cities by country and first English word: Moscow Oblast is looked for by «Москва», which it lacks. */
const cities = new Map(
  regions.flatMap(({ code, label, country }) =>
    label.endsWith(" (city)")
      ? [[`${country} ${firstWord(label)}`, languages.map((language) => regionName(language, code))] as const]
      : []
  )
)

export const searchedPlaces: ReadonlyArray<SearchedPlace> = [
  ...countries.map(({ code, label, alpha2 }) =>
    placeOf(code, [label, ...languages.map((language) => countryName(language, code))], `${code} ${alpha2}`)
  ),
  ...regions.map(({ code, label, country }) =>
    placeOf(
      code,
      [label, ...languages.map((language) => regionName(language, code))],
      code.replace("-", " "),
      (cities.get(`${country} ${firstWord(label)}`) ?? []).filter((name) => !name.includes("(city)"))
    )
  ),
  ...severalCountries.map(({ code, shown }) => placeOf(code, Object.values(shown), ""))
]

export const searchPlaces = placeSearch(searchedPlaces)
