/** Searches countries and first-level regions by their names, tolerating typing errors. The server and the browser search alike. */
import type MiniSearch from "minisearch"
import { isNear } from "./isNear.ts"
import { otherLayouts } from "./keyboardLayout.ts"
import { indexOf, noWords, type PlaceIndex, type SearchedPlace } from "./PlaceIndex.ts"
import {
  type Direction,
  directionStem,
  directionsIn,
  isDirection,
  isJoining,
  isQuestionWord,
  joining,
  placeTokens,
  simplified,
  wordsOf
} from "./placeWords.ts"

/** What a text may mean: a place, several countries such as those of a state that is gone, or a corridor between two places. */
export type Found =
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "several"; readonly code: string }
  | { readonly kind: "corridor"; readonly origin: string; readonly destination: string }

/** Words for a region, in four languages, which its name may lack: "Moscow region" is Moscow Oblast, and not the city. */
const regionWords = new Set(
  "oblast obl область обл region регион регіон regiunea regiune republic республика республіка republica".split(" ")
)

/** Two places never need more words. */
const maxWords = 8

/** Matches below this share of the best are left out. */
const minShare = 0.15

/** How much likelier a place is that the whole question names. */
const ownNameBoost = 3

const isCountry = (id: string) => id.length === 3
const isRegion = (id: string) => id.includes("-")
const isSeveral = (id: string) => !isCountry(id) && !isRegion(id)

const foundPlace = (id: string): Found => (isSeveral(id) ? { kind: "several", code: id } : { kind: "place", place: id })

interface Match {
  readonly id: string
  readonly score: number
  /** Words of the place's names that match. */
  readonly terms: ReadonlyArray<string>
}

/** Whether the edition has figures of a place, which then comes before others that match as well. */
export type IsKnown = (place: string) => boolean

/** Returns the places and corridors that a text may mean, the likeliest first, at most `most`. */
export type SearchPlaces = (text: string, isKnown: IsKnown, most?: number) => ReadonlyArray<Found>

const matches = (index: PlaceIndex, words: ReadonlyArray<string>, isKnown: IsKnown): ReadonlyArray<Match> => {
  if (words.length === 0) return []
  // "США" is the name of one country, and a word in that of others.
  const isNamed = (id: string) => words.length === 1 && index.named.get(words[0] as string)?.has(id) === true
  const boostOf = (id: string, term: string) => {
    if (!isSeveral(id)) return isKnown(id) ? 1.5 : 1
    // "South Africa" is only like "South America".
    return words.some((word) => term.startsWith(word)) ? 2 : 1
  }
  const found = index.search(words.join(" "), {
    boostDocument: (id, term) =>
      boostOf(String(id), term) * (term === words[0] && isNamed(String(id)) ? ownNameBoost : 1)
  })
  const best = found[0]?.score ?? 0
  const likely = found
    .filter(({ score }) => score >= minShare * best)
    .map(({ id, score, terms }) => ({ id: String(id), score, terms }))
  const isExact = ({ terms }: Match) => words.every((word) => terms.includes(word))
  const hasExact = likely.some(isExact)
  // "UK" begins many names of Ukraine. "South Africa" begins the name of Southern Africa, but is that of a country.
  const rank = (one: Match) => (isNamed(one.id) ? 0 : hasExact && isSeveral(one.id) && !isExact(one) ? 2 : 1)
  return likely.toSorted((a, b) => rank(a) - rank(b))
}

interface Ends {
  readonly from?: Match | undefined
  readonly to?: Match | undefined
  /** A place on the way. */
  readonly via?: Match | undefined
}

/** Returns the words of a question by what precedes them: "how many | from Ukraine | to Russia". */
const partsOf = (index: PlaceIndex, text: string) => {
  const parts: Array<{ readonly role: "from" | "to" | "via" | "none"; readonly words: Array<string> }> = [
    { role: "none", words: [] }
  ]
  for (const word of placeTokens(text)) {
    if (joining.from.has(word)) parts.push({ role: "from", words: [] })
    else if (joining.to.has(word)) parts.push({ role: "to", words: [] })
    else if (joining.via.has(word)) parts.push({ role: "via", words: [] })
    else if (!isJoining(word)) parts.at(-1)?.words.push(...corrected(index, word))
  }
  return parts.filter(({ words }) => words.length > 0)
}

/** Letters that a word and the name that it is derived from begin with, at least, and their share of the word. */
const sharedStem = { letters: 4, share: 0.6 }

const isLike = (word: string, name: string) => {
  const shared = [...name].findIndex((letter, i) => letter !== word[i])
  const letters = shared < 0 ? name.length : shared
  return letters >= sharedStem.letters && letters >= sharedStem.share * word.length
}

/** Returns the country whose people or language a word names: "Uzbek women in Türkiye". Other words of questions begin like no name. */
const namedLike = (index: PlaceIndex, word: string, isKnown: IsKnown): Match | undefined =>
  matches(index, [word], isKnown).find(
    ({ id, terms }) =>
      isCountry(id) && terms.some((term) => isLike(word, term) && index.named.get(term)?.has(id) === true)
  )

/** The most words of a place's name that a question is read for. */
const maxOfName = 4

/** Returns the ends of the journey that a question names by its joining words. What follows a place in its part is not a name. */
const endsOf = (index: PlaceIndex, text: string, isKnown: IsKnown): Ends => {
  const parts = partsOf(index, text)
  const first = (words: ReadonlyArray<string>) =>
    words.every(isDirection) ? undefined : matches(index, words, isKnown)[0]
  const beginnings = (words: ReadonlyArray<string>) =>
    Array.from({ length: Math.min(maxOfName, words.length) }, (_, i) => words.slice(0, i + 1)).reverse()
  const after = (role: "from" | "to" | "via") => {
    const words = parts.find((part) => part.role === role)?.words ?? []
    const names = [...beginnings(words), ...beginnings(words.filter((word) => !isDirection(word)))]
    return names.map(first).find((match) => match !== undefined)
  }
  const [from, to, via] = [after("from"), after("to"), after("via")]
  if ((from === undefined) === (to === undefined)) return { from, to, via }
  // "Russia from Ukraine", "Ukraine to Russia": the other end has no word of its own.
  const rest = parts.find(({ role }) => role === "none")?.words.slice(0, maxOfName) ?? []
  const adjective = () => rest.map((word) => namedLike(index, word, isKnown)).find((match) => match !== undefined)
  const other = rest.every((word) => word.length === 1) ? undefined : (first(rest) ?? adjective())
  return { from: from ?? other, to: to ?? other, via }
}

/** Returns the two places that words without joining words name: they are cut where both sides match best. */
const cutOf = (index: PlaceIndex, words: ReadonlyArray<string>, isKnown: IsKnown): Ends => {
  const [best] = words
    .slice(1)
    .flatMap((_, i) => {
      const parts = [words.slice(0, i + 1), words.slice(i + 1)] as const
      if (parts.some((part) => part.every(isDirection))) return []
      const [[from], [to]] = [matches(index, parts[0], isKnown), matches(index, parts[1], isKnown)]
      return from === undefined || to === undefined ? [] : [{ from, to, score: Math.min(from.score, to.score) }]
    })
    .sort((a, b) => b.score - a.score)
  return best ?? {}
}

/** Returns the country whose name a word is by itself, or nearly. */
const namedBy = (
  index: PlaceIndex,
  [word = "", ...more]: ReadonlyArray<string>,
  isKnown: IsKnown
): Match | undefined => {
  const [first] = more.length > 0 ? [] : matches(index, [word], isKnown)
  const isName = (term: string) => (term === word || word.length > 3) && index.named.get(term)?.has(first?.id ?? "")
  return first !== undefined && isCountry(first.id) && first.terms.some(isName) ? first : undefined
}

const exactly = (index: PlaceIndex, words: ReadonlyArray<string>): Match | undefined => {
  const [first] = index.search(words.join(" "), { fuzzy: false, prefix: false })
  return first === undefined ? undefined : { id: String(first.id), score: first.score, terms: first.terms }
}

/** Returns the places with names of which the words are the beginnings. */
const foundExactly = (index: PlaceIndex, words: ReadonlyArray<string>): ReadonlyArray<Found> =>
  words.length === 0 ? [] : index.search(words.join(" "), { fuzzy: false }).map(({ id }) => foundPlace(String(id)))

interface TwoNames extends Ends {
  /** Whether both are names of one word, and no third place has both, such as "American Samoa". */
  readonly isSure: boolean
}

/**
 * Returns the two countries that words name although one place is like all of them, such as "Belarus Russia", because Belarus is also called
 * Byelorussia, and "Mexico United States".
 */
const twoNamesOf = (index: PlaceIndex, words: ReadonlyArray<string>, isKnown: IsKnown): TwoNames | undefined => {
  const whole = exactly(index, words)?.id
  return words
    .slice(1)
    .map((_, i): TwoNames => {
      const parts = [words.slice(0, i + 1), words.slice(i + 1)] as const
      const [from, to] = parts.map((part) => namedBy(index, part, isKnown))
      if (from === undefined && to === undefined) return { isSure: false }
      const isSure = from !== undefined && to !== undefined && [undefined, from.id, to.id].includes(whole)
      return { from: from ?? exactly(index, parts[0]), to: to ?? exactly(index, parts[1]), isSure }
    })
    .find(({ from, to }) => from !== undefined && to !== undefined && from.id !== to.id)
}

const foundOf = ({ from, to, via }: Ends): ReadonlyArray<Found> => [
  ...(from !== undefined && to !== undefined && isCountry(from.id) && isCountry(to.id)
    ? [{ kind: "corridor" as const, origin: from.id, destination: to.id }]
    : []),
  ...[...new Set([from, to, via].flatMap((one) => (one === undefined ? [] : [one.id])))].map(foundPlace)
]

/** Returns the names that a word becomes with two neighbouring letters swapped, the error that fast typists make most: "Sapin", "Лтива". */
const swappedNames = (index: PlaceIndex, word: string): ReadonlyArray<string> =>
  word.length < 4
    ? []
    : Array.from(
        { length: word.length - 1 },
        (_, i) => `${word.slice(0, i)}${word[i + 1]}${word[i]}${word.slice(i + 2)}`
      ).filter((one) => one !== word && index.named.has(one))

/** Returns the names that a word becomes with the letter that is missing between two equal ones: "Poonia", "Намиия". */
const filledNames = (index: PlaceIndex, word: string): ReadonlyArray<string> =>
  Array.from(word.matchAll(/(\p{L})(?=\1)/gu), ({ index: at }) => [word.slice(0, at + 1), word.slice(at + 1)]).flatMap(
    ([before = "", after = ""]) =>
      [...index.named.keys()].filter(
        (name) => name.length === word.length + 1 && name.startsWith(before) && name.endsWith(after)
      )
  )

/** Returns the names that a word becomes with one error that is two to the index. */
const nearNames = (index: PlaceIndex, word: string): ReadonlyArray<string> => [
  ...swappedNames(index, simplified(word)),
  ...filledNames(index, word)
]

/** Returns the two or three words of one place that were typed as one: "unitedstates", "Новаяземля", "coreeadesud". Each has all its letters. */
const partedWords = (index: PlaceIndex, word: string, before = ""): ReadonlyArray<string> | undefined => {
  const isOfPlace = (words: string) => index.search(words, { fuzzy: false, prefix: false }).length > 0
  const cuts = Array.from({ length: Math.max(0, word.length - 4) }, (_, i) => [word.slice(0, i + 2), word.slice(i + 2)])
  const parts = cuts.find(([first, second]) => isOfPlace(`${before} ${first} ${second}`))
  if (parts !== undefined || before !== "") return parts
  return cuts
    .filter(([first = ""]) => isOfPlace(first))
    .map(([first = "", rest = ""]) => [first, ...(partedWords(index, rest, first) ?? [])])
    .find(({ length }) => length > 1)
}

/** Returns a word of a question; if no place is like it, the name that it nearly is, or two words. */
const corrected = (index: PlaceIndex, given: string): ReadonlyArray<string> => {
  const word = simplified(given)
  return index.search(word).length > 0
    ? [word]
    : [nearNames(index, given)[0] ?? partedWords(index, word) ?? word].flat()
}

/** The fewest letters of a name that may have an error in a question with other words. */
const fewestWithError = 5

/** Returns whether a word names a place by itself, or is derived from such a name, and is not only like some word of a longer one. */
const isSurelyName = (index: PlaceIndex, word: string): boolean => {
  if (index.named.has(word)) return true
  const isSame = (name: string) => isNear(word, name, 1) || isLike(word, name)
  return (
    word.length >= fewestWithError &&
    index
      .search(word)
      .some(({ id, terms }) => terms.some((term) => isSame(term) && index.named.get(term)?.has(String(id))))
  )
}

/** Returns the words of a question that name a place, if others are like none: "victims helped in Poland". What is only like a name is another word. */
const namesAmongOthers = (index: PlaceIndex, words: ReadonlyArray<string>, isKnown: IsKnown): ReadonlyArray<string> => {
  const matching = words.filter((word) => matches(index, [word], isKnown).length > 0)
  if (matching.length === words.length) return []
  // "rescued South Africa" names one place, not Africa.
  if (matching.length > 1 && exactly(index, matching) !== undefined) return matching
  return matching.filter((word) => !isDirection(word) && isSurelyName(index, word))
}

/**
 * Words as they are, then the names among them, then without endings, which languages change. Then nothing else may differ. A word
 * of a direction is left out last: "eastern Ukraine".
 */
const readings = (index: PlaceIndex, words: ReadonlyArray<string>, isKnown: IsKnown) => [
  () => words,
  // "Southern Sudan" is South Sudan, "Южной Кореи" South Korea.
  () => (words.some(isDirection) ? words.map((word) => (isDirection(word) ? directionStem(word) : word)) : []),
  () => namesAmongOthers(index, words, isKnown),
  ...[1, 2].map((letters) => () => {
    const cut = words.map((word) => (word.length > 5 ? word.slice(0, -letters) : word))
    return cut.every((word) => index.search(word, { fuzzy: false }).length > 0) ? cut : []
  }),
  () => (words.some(isDirection) ? words.filter((word) => !isDirection(word)) : [])
]

/** Returns the regions that a text asks for as such. Typing errors are not corrected here: "Dominican Republic" is like none. */
const regionsOf = ({ index, regions }: Places, text: string): ReadonlyArray<Found> => {
  const all = wordsOf(text)
  const words = all.filter((word) => !regionWords.has(word))
  if (words.length === 0 || words.length === all.length) return []
  const found = index.search(words.join(" "), { fuzzy: false, filter: ({ id }) => regions.has(String(id)) })
  const best = found[0]?.score ?? 0
  return found.filter(({ score }) => score >= minShare * best).map(({ id }) => foundPlace(String(id)))
}

/** Returns whether a place may be meant where some directions are asked for: the North Caucasus is not the South Caucasus. */
const isAsked = ({ directions }: Places, asked: ReadonlySet<Direction>, id: string): boolean => {
  const own = directions.get(id)
  return own === undefined || asked.size === 0 || [...own].some((direction) => asked.has(direction))
}

const distinct = (found: ReadonlyArray<Found>): ReadonlyArray<Found> => [
  ...new Map(found.map((one) => [JSON.stringify(one), one])).values()
]

const searchIn = (places: Places, asTyped: string, isKnown: IsKnown, most: number): ReadonlyArray<Found> => {
  const { index } = places
  const text = asTyped.slice(0, 200)
  const regions = regionsOf(places, text)
  if (regions.length > 0) return regions.slice(0, most)
  const ends = endsOf(index, text, isKnown)
  const asked = foundOf(ends)
  if (ends.from !== undefined && ends.to !== undefined) return asked.slice(0, most)
  const given = placeTokens(text).filter((word) => !isJoining(word))
  const all = given.flatMap((word) => corrected(index, word))
  // A single letter next to words is the beginning of a name, or an abbreviation: it does not distinguish places.
  const longer = all.filter((word) => word.length > 1)
  const words = (longer.length === 0 ? all : longer).slice(0, maxWords)
  // "child" is like Chile, and the beginning of no name.
  if (given.every(isQuestionWord)) return foundExactly(index, words).slice(0, most)
  const parts = directionsIn(words)
  for (const reading of readings(index, words, isKnown)) {
    const own = reading()
    const whole = matches(index, own, isKnown).filter(({ id }) => isAsked(places, parts, id))
    if (whole.length > 0) {
      const near = own.length > 1 ? [] : nearNames(index, (given.length === 1 ? given[0] : own[0]) ?? "")
      const named = near.flatMap((name) => [...(index.named.get(name) ?? [])])
      const found = [...new Set([...whole.map(({ id }) => id), ...named])].map(foundPlace)
      const two = twoNamesOf(index, own, isKnown)
      const corridor = foundOf(two ?? {})
      return distinct(two?.isSure === true ? [...corridor, ...found] : [...found, ...corridor]).slice(0, most)
    }
    const cut = foundOf(cutOf(index, own, isKnown))
    if (cut.length > 0) return cut.slice(0, most)
    if (asked.length > 0) return asked.slice(0, most)
  }
  return []
}

/** Whether each word of a text is one of a name, with one error at most: letters at random are like some name in one of the keyboard's layouts. */
const isAboutPlaces = (index: PlaceIndex, text: string): boolean =>
  placeTokens(text).every((given) => {
    const word = simplified(given)
    const found = index.search(word, word.length < 5 ? { fuzzy: false, prefix: word.length === 4 } : {})
    return isJoining(given) || found.some(({ terms }) => terms.some((term) => isNear(word, term, 1)))
  })

interface Places {
  readonly index: PlaceIndex
  /** Regions other than cities. */
  readonly regions: ReadonlySet<string>
  /** The directions in the name of each area that has one. */
  readonly directions: ReadonlyMap<string, ReadonlySet<Direction>>
}

const placesWith = (words: MiniSearch<SearchedPlace>, places: ReadonlyArray<SearchedPlace>): Places => ({
  index: indexOf(words, places),
  regions: new Set(places.flatMap(({ id, name }) => (isRegion(id) && !wordsOf(name).includes("city") ? [id] : []))),
  directions: new Map(
    places
      .filter(({ id }) => isSeveral(id))
      .map(({ id, name, alias }) => [id, directionsIn(wordsOf(`${name} ${alias}`))] as const)
      .filter(([, own]) => own.size > 0)
  )
})

/** Returns what was found; a region without records that is found first is followed by its country, if that has some: "Kyiv" by Ukraine. */
const withCountry = (
  found: ReadonlyArray<Found>,
  countries: ReadonlyMap<string, string>,
  isKnown: IsKnown
): ReadonlyArray<Found> => {
  const [first, ...others] = found
  if (first?.kind !== "place" || !isRegion(first.place) || isKnown(first.place)) return found
  const country = countries.get(first.place.slice(0, first.place.indexOf("-")))
  return country === undefined || !isKnown(country) ? found : distinct([first, foundPlace(country), ...others])
}

const searchWith = (words: MiniSearch<SearchedPlace>, places: ReadonlyArray<SearchedPlace>): SearchPlaces => {
  const known = placesWith(words, places)
  // The codes of a country are "UKR UA", those of its regions begin with the second.
  const countries = new Map(places.flatMap(({ id, code }) => (isCountry(id) ? [[code.slice(id.length + 1), id]] : [])))
  return (text, isKnown, most = 12) => {
    for (const reading of [text, ...otherLayouts(text).filter((one) => isAboutPlaces(known.index, one))]) {
      const found = searchIn(known, reading, isKnown, most)
      if (found.length > 0) return withCountry(found, countries, isKnown).slice(0, most)
    }
    return []
  }
}

/** Returns the search of some places. */
export const placeSearch = (places: ReadonlyArray<SearchedPlace>): SearchPlaces => {
  const words = noWords()
  words.addAll(places)
  return searchWith(words, places)
}

/** Returns the search of some places, prepared in steps that keep a page responsive. */
export const placeSearchInSteps = async (places: ReadonlyArray<SearchedPlace>): Promise<SearchPlaces> => {
  const words = noWords()
  await words.addAllAsync(places, { chunkSize: 40 })
  return searchWith(words, places)
}
