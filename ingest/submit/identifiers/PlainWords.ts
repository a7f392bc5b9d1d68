/** Words that are not names: from code lists, countries, regions and case registers. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { codeListsOf, recordSchemas } from "../../../schemas/RecordSchemas.ts"
import { foldWord, splitCamelCase } from "../values/FoldWord.ts"
import { foldedSetOf } from "./IdentifierWords.ts"
import { inflectedWords, isAmong, nameKind, nameKindInflected } from "./NameLists.ts"
import { isOrganisationWord } from "./Organisations.ts"

/** Returns the folded words of a text. A code such as `ForcedLabour` has two. */
export const wordsOfText = (text: string): ReadonlyArray<string> =>
  foldWord(splitCamelCase(text))
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "")

let known: Set<string> | undefined
let countries: ReadonlySet<string> | undefined

/** Words of the names of countries. Georgia, Jordan and Chad are first names too: alone they are countries. */
const countryWords = (): ReadonlySet<string> => {
  countries ??= new Set(
    readCodeList("country-names").flatMap((row) => {
      const own = wordsOfText(row["name"] ?? "")
      // `Heard and McDonald` makes no country of Donald.
      if (own.length === 1) return own
      return row["source"]?.includes("parts of") ? [] : own.filter((word) => nameKind(word) === undefined)
    })
  )
  return countries
}

/** Returns whether a folded word is of the name of a country, also in another case: `Китая`. */
export const isCountryWord = (word: string): boolean => isAmong(countryWords(), word)

/** `Kyrgyzstana`, `Ukrainy`, `Moldovei`: a country in another case, in Latin letters. */
const isCountryInLatin = (word: string): boolean => {
  if (!/^[a-z]{6,}[aeiuy]$/.test(word)) return false
  const stem = word.replace(/[aeiuy]{1,2}$/, "")
  return ["", "a", "e", "ia"].some((ending) => countryWords().has(stem + ending))
}

const peoples = foldedSetOf("people")

/** Returns whether a folded word is a people or a language. Some are names of persons too. */
export const isPeople = (word: string): boolean => peoples.has(word)

const plain = (): ReadonlySet<string> => {
  if (known === undefined) {
    const lists = [...new Set(recordSchemas.flatMap(({ fields }) => codeListsOf(fields)))]
    const texts = [
      ...lists.flatMap((list) => readCodeList(list).flatMap((row) => [row["code"], row["label"]])),
      ...readCodeList("code-labels").flatMap((row) => [row["ru"], row["uk"], row["ro"]])
    ]
    known = new Set(countryWords())
    const add = (word: string) => {
      if (nameKind(word) !== "given") known?.add(word)
    }
    for (const text of texts) wordsOfText(text ?? "").forEach(add)
    for (const { words = "" } of readCodeList("plain-words")) words.split(" ").forEach(add)
    for (const word of peoples) if (nameKind(word) === undefined) add(word)
  }
  return known
}

/** Firms, services and organisations that remarks name, unless persons have the name. */
const brands = inflectedWords(foldedSetOf("brand"))
const isBrand = (word: string): boolean => nameKind(word) !== "given" && brands.has(word)

/** As `isPlainWord`, without words of organisations by their start: streets are named so too, such as `Заводская`. */
export const isListedPlainWord = (word: string): boolean =>
  plain().has(word) ||
  isBrand(word) ||
  (nameKindInflected(word) === undefined && (isAmong(countryWords(), word) || isCountryInLatin(word))) ||
  (/^[\u0600-\u06ff]/.test(word) && plain().has(word.replace(arabicPrefix, "")))

/** Also for countries in another case: `Китая`, `Украиной`. */
export const isPlainWord = (word: string): boolean => isListedPlainWord(word) || isOrganisationWord(word)

/** The article, and the words that Arabic joins to the next one. */
const arabicPrefix = /^(?:[وفبلك]?ال|لل|[وبلك](?=\p{L}{4}))/u

let texts: ReadonlySet<string> | undefined

/** Returns whether a text is the name of a country or region, or a code's label: `Sierra Leone` is not a person. */
export const isPlainText = (text: string): boolean => {
  texts ??= new Set(
    [
      ...readCodeList("country-names").map((row) => row["name"]),
      ...readCodeList("countries").flatMap((row) => [row["code"], row["alpha2"]]),
      ...readCodeList("regions").flatMap((row) => [row["code"], row["label"]]),
      ...readCodeList("code-labels").flatMap((row) =>
        [row["ru"], row["uk"], row["ro"]].flatMap((labels) => (labels ?? "").split("|"))
      )
    ].map((label) => foldWord(label ?? ""))
  )
  return texts.has(foldWord(text))
}
