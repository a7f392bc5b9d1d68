/**
 * Which country a label names. It maps what names one country in the reviewed lists, says so when a name stands for
 * several, and never guesses: similar spelling maps nothing.
 */
import { alpha3FromAlpha2, alpha3FromNumeric, countryByAlpha3 } from "../../../schemas/Places.ts"
import { isRemark, type Meaning, meaningDespiteLosses, meaningOf } from "./CountryNames.ts"
import { lost } from "./FoldLabel.ts"
import { unscrambled } from "./Mojibake.ts"

export type CountryAnswer =
  | { readonly _tag: "Country"; readonly alpha3: string }
  /** The name stands for each of these (alpha-3, sorted): "Korea", "Czechoslovakia". */
  | { readonly _tag: "Ambiguous"; readonly ambiguous: ReadonlyArray<string> }
  | { readonly _tag: "Unknown" }

/** Kinds of code that the caller expects beside names. */
export type CountryCodeKind = "alpha2" | "alpha3" | "numeric"

const unknown: CountryAnswer = { _tag: "Unknown" }

/** The product's own code for a country is alpha-3. */
const ownCodes: ReadonlyArray<CountryCodeKind> = ["alpha3"]

/** No country's name is longer; what is, is no label. */
const longest = 200

const answer = (meaning: Meaning | undefined): CountryAnswer => {
  const [alpha3] = meaning ?? []
  if (meaning === undefined || alpha3 === undefined) return unknown
  return meaning.length === 1 ? { _tag: "Country", alpha3 } : { _tag: "Ambiguous", ambiguous: meaning }
}

const union = (a: Meaning, b: Meaning): Meaning => [...new Set([...a, ...b])].sort()
const sameMeaning = (a: Meaning, b: Meaning): boolean => a.length === b.length && a.every((code, i) => code === b[i])

/**
 * A name and what stands beside it: "Bolivia (Plurinational State of)", "Korea, Republic of", "Burma / Myanmar".
 * The remark counts when it completes the name, names the same country, or is known to say nothing.
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

/** A code in brackets after a name. */
const codeMeaning = (code: string): Meaning | undefined => {
  const alpha3 = /^[A-Z]{2}$/.test(code) ? alpha3FromAlpha2(code) : countryByAlpha3(code)?.code
  return alpha3 === undefined ? undefined : [alpha3]
}

const named = (label: string): Meaning | undefined => meaningOf(label) ?? withRemark(label)

const repaired = (label: string): Meaning | undefined => {
  const found = unscrambled(label)
    .map(named)
    .filter((meaning) => meaning !== undefined)
  const [first] = found
  if (first === undefined) return undefined
  return found.every((meaning) => sameMeaning(meaning, first)) ? first : found.reduce(union)
}

const byLabel = (label: string): CountryAnswer => {
  // A question mark inside a word is a lost letter; anywhere else it is the writer's doubt.
  const text = label.replace(/(?<=\p{L})\?+(?=\p{L})/gu, lost)
  if (text.includes("?")) return unknown
  return answer(named(text) ?? (text.includes(lost) ? meaningDespiteLosses(text) : repaired(text)))
}

const byCode = (text: string, kinds: ReadonlyArray<CountryCodeKind>): string | undefined => {
  // Lower-case words of two letters are words (`na`, `no`, `is`), not codes.
  if (kinds.includes("alpha2") && /^[A-Z]{2}$/.test(text)) return alpha3FromAlpha2(text)
  if (kinds.includes("alpha3") && /^[A-Za-z]{3}$/.test(text)) return countryByAlpha3(text.toUpperCase())?.code
  if (kinds.includes("numeric") && /^[0-9]{1,3}$/.test(text)) return alpha3FromNumeric(text)
  return undefined
}

const remembered = new Map<string, CountryAnswer>()
/** More different labels than any honest file has; a hostile one must not fill the memory. */
const mostRemembered = 20_000

/**
 * The country that a label names. `codes` lists the kinds of code that may stand in its place (alpha-3 unless the caller
 * says otherwise): alpha-2 in capitals (so that `na` is no country and `NA` is Namibia), alpha-3, numeric with or without
 * leading zeros.
 *
 * Case, diacritics, punctuation, spaces, articles, "and", wrongly decoded bytes and remarks that say nothing make no
 * difference. A label is a name by `codelists/country-names.csv`; regions, lists of countries and states that left
 * several successors name no single country.
 */
export const normaliseCountry = (
  label: string,
  options?: { readonly codes?: ReadonlyArray<CountryCodeKind> | undefined }
): CountryAnswer => {
  if (label.length > longest) return unknown
  const code = byCode(label.trim(), options?.codes ?? ownCodes)
  if (code !== undefined) return { _tag: "Country", alpha3: code }
  const known = remembered.get(label)
  if (known !== undefined) return known
  const found = byLabel(label)
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(label, found)
  return found
}
