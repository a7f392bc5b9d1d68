/**
 * Finds the country of a label. It maps names of exactly one country in the reviewed lists, reports ambiguous names, and never guesses: a
 * similar spelling does not match.
 */
import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { alpha3FromAlpha2, alpha3FromNumeric, countryByAlpha3 } from "../../../schemas/Places.ts"
import { wordsInOneAlphabet } from "../../keys/Lookalikes.ts"
import { isRemark, type Meaning, meaningDespiteLosses, meaningOf, officialMeaningOf } from "./CountryNames.ts"
import { lost } from "./FoldLabel.ts"
import { unscrambled } from "./Mojibake.ts"

export type CountryAnswer =
  | { readonly _tag: "Country"; readonly alpha3: string }
  /** The possible countries (alpha-3, sorted) of an ambiguous name: "Korea", "Czechoslovakia". */
  | { readonly _tag: "Ambiguous"; readonly ambiguous: ReadonlyArray<string> }
  | { readonly _tag: "Unknown" }

/** Kinds of codes that are accepted in addition to names. */
export type CountryCodeKind = "alpha2" | "alpha3" | "numeric"

const unknown: CountryAnswer = { _tag: "Unknown" }

/** Corridor's own country codes are alpha-3. */
const ownCodes: ReadonlyArray<CountryCodeKind> = ["alpha3"]

/** Longer texts are not country names. */
const longestName = 200

const answer = (meaning: Meaning | undefined): CountryAnswer => {
  const [alpha3] = meaning ?? []
  if (meaning === undefined || alpha3 === undefined) return unknown
  return meaning.length === 1 ? { _tag: "Country", alpha3 } : { _tag: "Ambiguous", ambiguous: meaning }
}

const union = (a: Meaning, b: Meaning): Meaning => [...new Set([...a, ...b])].sort()
const sameMeaning = (a: Meaning, b: Meaning): boolean => a.length === b.length && a.every((code, i) => code === b[i])

/**
 * Returns a name with a remark: "Bolivia (Plurinational State of)", "Korea, Republic of", "Burma / Myanmar". It matches if the remark completes the
 * name, names the same country, or is listed as having no effect.
 */
const withRemark = (label: string): Meaning | undefined => {
  const [, name, remark] =
    /^([^()[\]]+)[([]([^()[\]]*)[)\]][\s.*-]*$/.exec(label) ?? /^([^,/;]+)[,/;]([^,/;]+)$/.exec(label) ?? []
  if (name === undefined || remark === undefined) return undefined
  const turned = meaningOf(`${remark} ${name}`)
  if (turned !== undefined) return turned
  const main = meaningOf(name)
  if (main === undefined) return undefined
  if (isRemark(remark)) return main
  const other = meaningOf(remark) ?? codeMeaning(remark.trim())
  return other === undefined ? undefined : union(main, other)
}

/** A code in parentheses after a name. */
const codeMeaning = (code: string): Meaning | undefined => {
  const alpha3 = /^[A-Z]{2}$/.test(code) ? alpha3FromAlpha2(code) : countryByAlpha3(code)?.code
  return alpha3 === undefined ? undefined : [alpha3]
}

/** Words before the country of a citizenship: `гражданка Украины`. */
const citizenOf =
  /^(?:(?:a )?(?:citizen|national)s? of|гражданин|гражданка|гр-ка|гр-н|громадянин|громадянка|cetățean(?:ă|ul|a)?(?: a[l]?)?)\s+/i

const named = (label: string): Meaning | undefined =>
  meaningOf(label) ?? withRemark(label) ?? (citizenOf.test(label) ? meaningOf(label.replace(citizenOf, "")) : undefined)

/** The meaning of `Mоldova` with a Cyrillic о. */
const inOneAlphabet = (label: string): Meaning | undefined => {
  const plain = wordsInOneAlphabet(label)
  return plain === label ? undefined : named(plain)
}

const repaired = (label: string): Meaning | undefined => {
  for (const texts of unscrambled(label)) {
    const found = [...texts].map(named).filter((meaning) => meaning !== undefined)
    const [first] = found
    if (first === undefined) continue
    return found.every((meaning) => sameMeaning(meaning, first)) ? first : found.reduce(union)
  }
  return undefined
}

const byLabel = remembered((label): CountryAnswer => {
  // A question mark inside a word is a lost letter; elsewhere it expresses doubt.
  const text = label.replace(/(?<=\p{L})\?+(?=\p{L})/gu, lost)
  if (text.includes("?")) return unknown
  return answer(
    named(text) ?? inOneAlphabet(text) ?? (text.includes(lost) ? meaningDespiteLosses(text) : repaired(text))
  )
})

/** The two countries of a number that is an ISO code of one and the dialling code of the other: `380` is Italy, or Ukraine. */
const dialled: ReadonlyMap<string, Meaning> = new Map(
  readCodeList("dialling-codes").map((row) => [
    row["number"] as string,
    [row["alpha3"] as string, row["dialled"] as string].sort()
  ])
)

const byCode = (text: string, kinds: ReadonlyArray<CountryCodeKind>): string | undefined => {
  // Lower-case two-letter words (`na`, `no`, `is`) are not codes.
  if (kinds.includes("alpha2") && /^[A-Z]{2}$/.test(text)) return alpha3FromAlpha2(text)
  if (kinds.includes("alpha3") && /^[A-Za-z]{3}$/.test(text)) return countryByAlpha3(text.toUpperCase())?.code
  if (kinds.includes("numeric") && /^[0-9]{1,3}$/.test(text)) return alpha3FromNumeric(text)
  return undefined
}

/**
 * Returns the country of a label. `codes` are the accepted kinds of codes (default alpha-3): alpha-2 in upper case (so `na` is not a country and
 * `NA` is Namibia), alpha-3, numeric with or without leading zeros; a number that is also another country's dialling code is ambiguous.
 *
 * Case, diacritics, punctuation, spaces, articles, "and", wrongly decoded bytes and remarks without effect are ignored. Names come from
 * the code list `country-names`; with `isOfficial`, for published tables, official names come first: `Congo` is COG there. Regions, lists of countries and states with several successors do not name one country.
 */
export const normaliseCountry = (
  label: string,
  options?: { readonly codes?: ReadonlyArray<CountryCodeKind> | undefined; readonly isOfficial?: boolean }
): CountryAnswer => {
  if (label.length > longestName) return unknown
  const codes = options?.codes ?? ownCodes
  const both = codes.includes("numeric") ? dialled.get(label.trim()) : undefined
  if (both !== undefined) return answer(both)
  const code = byCode(label.trim(), codes)
  if (code !== undefined) return { _tag: "Country", alpha3: code }
  const official = options?.isOfficial === true ? officialMeaningOf(label) : undefined
  if (official !== undefined) return answer(official)
  return byLabel(label)
}
