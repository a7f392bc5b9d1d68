/** The index of places by the words of their names. */
import MiniSearch from "minisearch"
import { isNear } from "./isNear.ts"
import { wordsOf } from "./placeWords.ts"

/** Follows the words of a text of names that are a name by themselves: "usa America | united states". */
export const ownNamesEnd = "|"

/** The words of a place's names, as one text each. */
export interface SearchedPlace {
  /** The label of the place in tables: alpha-3, or ISO 3166-2 for a region. A name of several countries has a code of another form. */
  readonly id: string
  readonly name: string
  readonly alias: string
  readonly code: string
}

/** The index, and the places that each word names by itself. */
export interface PlaceIndex {
  readonly search: MiniSearch<SearchedPlace>["search"]
  readonly named: ReadonlyMap<string, ReadonlySet<string>>
}

const ownNames = (text: string) => wordsOf(text.split(ownNamesEnd)[0] ?? "")

/** The most letters of a short word. */
const longestShort = 4

/** Returns the index of places over their words. A place is found if every word of the question is near one of its own. */
export const indexOf = (words: MiniSearch<SearchedPlace>, places: ReadonlyArray<SearchedPlace>): PlaceIndex => {
  const named = new Map<string, Set<string>>()
  for (const { id, name, alias } of places)
    for (const word of [...ownNames(name), ...ownNames(alias)]) named.set(word, (named.get(word) ?? new Set()).add(id))
  // A word alone is like some word of a longer name: "gota" like that of Crna Gora, "script" like that of the Gaza Strip.
  const errorsIn = (name: string, word: string, isAlone: boolean) =>
    !isAlone || named.has(name) ? undefined : word.length > longestShort ? 1 : 0
  // A name is no typing error of another: Africa is not America.
  const isFound = (word: string, term: string, isAlone: boolean) =>
    term.startsWith(word) || (!named.has(word) && isNear(word, term, errorsIn(term, word, isAlone)))
  const search: PlaceIndex["search"] = (question, options) =>
    words
      .search(question, options)
      .filter(({ terms, queryTerms }) =>
        queryTerms.every((word) => terms.some((term) => isFound(word, term, queryTerms.length === 1)))
      )
  return { search, named }
}

/** Returns an empty index of words, to be filled or loaded. */
export const noWords = () =>
  new MiniSearch<SearchedPlace>({
    fields: ["name", "alias", "code"],
    tokenize: (text) => [...wordsOf(text)],
    processTerm: (term) => term,
    searchOptions: {
      boost: { name: 3, code: 2 },
      // The right word, also of another name, is likelier than a wrong letter.
      weights: { fuzzy: 0.22, prefix: 0.375 },
      combineWith: "AND",
      prefix: (term) => term.length > 1,
      // One error for every four letters, at most three; none in short words.
      fuzzy: (term) => (term.length < 4 ? false : 0.25),
      maxFuzzy: 3
    }
  })
