/** The places that readers search: all countries and listed regions, by their names in four languages and others. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import { languages } from "../../../schemas/Languages.ts"
import { countries, regions } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"
import { placeSearch, type SearchedPlace, wordsOf } from "./PlaceSearch.ts"

const aliases: ReadonlyMap<string, ReadonlyArray<string>> = new Map(
  [...Map.groupBy(readCodeList("country-names"), (row) => row["alpha3"] ?? "")].map(([code, rows]) => [
    code,
    rows.map((row) => row["name"] ?? "")
  ])
)

/** Each word once, and in the field that counts most. */
const placeOf = (
  id: string,
  names: ReadonlyArray<string>,
  others: ReadonlyArray<string>,
  code: string
): SearchedPlace => {
  const name = new Set(wordsOf(names.join(" ")))
  const more = name.has("saint") ? [...others, "St"] : others
  const alias = new Set(wordsOf(more.join(" ")).filter((word) => !name.has(word)))
  return { id, name: [...name].join(" "), alias: [...alias].join(" "), code }
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
    placeOf(
      code,
      [label, ...languages.map((language) => countryName(language, code))],
      aliases.get(code) ?? [],
      `${code} ${alpha2}`
    )
  ),
  ...regions.map(({ code, label, country }) =>
    placeOf(
      code,
      [label, ...languages.map((language) => regionName(language, code))],
      (cities.get(`${country} ${firstWord(label)}`) ?? []).filter((name) => !name.includes("(city)")),
      code.replace("-", " ")
    )
  )
]

export const searchPlaces = placeSearch(searchedPlaces)
