/** Searches countries and first-level regions by their names, tolerating typing errors. The server and the browser search alike. */
import MiniSearch from "minisearch"

/** What a text may mean: a place, or a corridor between two. */
export type Found =
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "corridor"; readonly origin: string; readonly destination: string }

/** The names of a place, as one text each. */
export interface SearchedPlace {
  /** The label of the place in tables: alpha-3, or ISO 3166-2 for a region. */
  readonly id: string
  readonly name: string
  readonly alias: string
  readonly code: string
}

/** Returns the words of a text without accents, in lower case. Words that only join two places are left out. */
export const wordsOf = (text: string): ReadonlyArray<string> =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "" && !joining.has(word))

const joining = new Set("from to into and the of out из в во до и с з із від у й din spre la in catre si".split(" "))

type Index = MiniSearch<SearchedPlace>

const emptyIndex = (): Index =>
  new MiniSearch({
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

/** More words name no two places. */
const mostWords = 8

/** Matches below this share of the best are left out. */
const leastShare = 0.15

interface Match {
  readonly id: string
  readonly score: number
}

/** Whether the edition has figures of a place, which then comes before others that match as well. */
export type IsKnown = (place: string) => boolean

/** Returns the places and corridors that a text may mean, the likeliest first, at most `most`. */
export type SearchPlaces = (text: string, isKnown: IsKnown, most?: number) => ReadonlyArray<Found>

const matches = (index: Index, words: ReadonlyArray<string>, isKnown: IsKnown): ReadonlyArray<Match> => {
  if (words.length === 0) return []
  const found = index.search(words.join(" "), { boostDocument: (id) => (isKnown(String(id)) ? 1.5 : 1) })
  const best = found[0]?.score ?? 0
  return found.filter(({ score }) => score >= leastShare * best).map(({ id, score }) => ({ id: String(id), score }))
}

const searchIn = (index: Index, text: string, isKnown: IsKnown, most: number): ReadonlyArray<Found> => {
  const all = wordsOf(text.slice(0, 200))
  // A single letter beside words is the beginning of a name, or an abbreviation: it tells no places apart.
  const longer = all.filter((word) => word.length > 1)
  const words = (longer.length === 0 ? all : longer).slice(0, mostWords)
  const whole = matches(index, words, isKnown)
  // Two places: the words are cut where both sides match best.
  const [pair] = words
    .slice(1)
    .flatMap((_, i) => {
      const [from] = matches(index, words.slice(0, i + 1), isKnown)
      const [to] = matches(index, words.slice(i + 1), isKnown)
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

/** Returns the search of some places. */
export const placeSearch = (places: ReadonlyArray<SearchedPlace>): SearchPlaces => {
  const index = emptyIndex()
  index.addAll(places)
  return (text, isKnown, most = 12) => searchIn(index, text, isKnown, most)
}

/** Returns the search of some places, prepared in steps that keep a page responsive. */
export const placeSearchInSteps = async (places: ReadonlyArray<SearchedPlace>): Promise<SearchPlaces> => {
  const index = emptyIndex()
  await index.addAllAsync(places, { chunkSize: 40 })
  return (text, isKnown, most = 12) => searchIn(index, text, isKnown, most)
}
