/** Searches countries and first-level regions by their names in four languages and others, tolerating typing errors. */
import MiniSearch from "minisearch"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { countryName } from "../../../schemas/CountryNames.ts"
import { languages } from "../../../schemas/Languages.ts"
import { countries, regions } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"

/** What a text may mean: a place, or a corridor between two. */
export type Found =
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "corridor"; readonly origin: string; readonly destination: string }

interface PlaceNames {
  /** The label of the place in tables: alpha-3, or ISO 3166-2 for a region. */
  readonly id: string
  readonly name: string
  readonly alias: string
  readonly code: string
}

/** Returns the words of a text without accents, in lower case. Words that only join two places are left out. */
const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !joining.has(word))

const joining = new Set("from to into and the of out из в во до и с з із від у й din spre la in catre si".split(" "))

const aliases: ReadonlyMap<string, ReadonlyArray<string>> = new Map(
  [...Map.groupBy(readCodeList("country-names"), (row) => row["alpha3"] ?? "")].map(([code, rows]) => [
    code,
    rows.map((row) => row["name"] ?? "")
  ])
)

const places: ReadonlyArray<PlaceNames> = [
  ...countries.map(({ code, label, alpha2 }) => ({
    id: code,
    name: [label, ...languages.map((language) => countryName(language, code))].join(" "),
    alias: (aliases.get(code) ?? []).join(" "),
    code: `${code} ${alpha2}`
  })),
  ...regions.map(({ code, label }) => ({
    id: code,
    name: [label, ...languages.map((language) => regionName(language, code))].join(" "),
    alias: "",
    code: code.replace("-", " ")
  }))
]

const index = new MiniSearch<PlaceNames>({
  fields: ["name", "alias", "code"],
  tokenize: (text) => [...wordsOf(text)],
  processTerm: (term) => term,
  searchOptions: {
    boost: { name: 3, code: 2 },
    combineWith: "AND",
    prefix: (term) => term.length > 1,
    // One error in four letters, none in short words, at most three.
    fuzzy: (term) => (term.length < 4 ? false : 0.25),
    maxFuzzy: 3
  }
})
index.addAll(places)

/** More words name no two places. */
const mostWords = 8

/** Matches below this share of the best are left out. */
const leastShare = 0.15

interface Match {
  readonly id: string
  readonly score: number
}

/** `isKnown`: whether the edition has figures of a place, which then comes before others that match as well. */
const matches = (words: ReadonlyArray<string>, isKnown: (place: string) => boolean): ReadonlyArray<Match> => {
  if (words.length === 0) return []
  const found = index.search(words.join(" "), { boostDocument: (id) => (isKnown(String(id)) ? 1.5 : 1) })
  const best = found[0]?.score ?? 0
  return found.filter(({ score }) => score >= leastShare * best).map(({ id, score }) => ({ id: String(id), score }))
}

/** Returns the places and corridors that a text may mean, the likeliest first, at most `most`. */
export const searchPlaces = (text: string, isKnown: (place: string) => boolean, most = 12): ReadonlyArray<Found> => {
  const words = wordsOf(text.slice(0, 200)).slice(0, mostWords)
  const whole = matches(words, isKnown)
  // Two places: the words are cut where both sides match best.
  const [pair] = words
    .slice(1)
    .flatMap((_, i) => {
      const [from] = matches(words.slice(0, i + 1), isKnown)
      const [to] = matches(words.slice(i + 1), isKnown)
      return from === undefined || to === undefined ? [] : [{ from, to, score: Math.min(from.score, to.score) }]
    })
    .sort((a, b) => b.score - a.score)
  const isCountry = (place: string) => !place.includes("-")
  const corridors: ReadonlyArray<Found> =
    pair === undefined || whole.length > 0
      ? []
      : [
          ...(isCountry(pair.from.id) && isCountry(pair.to.id)
            ? [{ kind: "corridor" as const, origin: pair.from.id, destination: pair.to.id }]
            : []),
          ...[...new Set([pair.from.id, pair.to.id])].map((place) => ({ kind: "place" as const, place }))
        ]
  return [...whole.map(({ id }) => ({ kind: "place" as const, place: id })), ...corridors].slice(0, most)
}
