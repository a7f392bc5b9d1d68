/** First-level regions by their names, with or without the word for what they are: `Odesa`, `Московская обл.`, `Республика Карелия`, `г. Москва`. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { languages } from "../../../schemas/Languages.ts"
import { regions } from "../../../schemas/Places.ts"
import { regionInCountry, regionName } from "../../../schemas/RegionNames.ts"
import { codeOfWord } from "./CodeWords.ts"
import { foldWord } from "./FoldWord.ts"

type Kind = "city" | "region"

/** Words for kinds of regions in English, Russian, Ukrainian, Romanian and Uzbek. */
const kinds: ReadonlyMap<string, Kind> = new Map([
  ...["city", "город", "г", "місто", "м", "oras", "orasul", "municipiul", "mun", "shahri"].map(
    (word) => [word, "city"] as const
  ),
  ...[
    "region oblast province republic krai county governorate voivodeship district municipality autonomous okrug of the",
    "область обл республика респ край автономный автономная округ ао район воеводство провинция",
    "республіка автономний автономна воєводство провінція",
    "regiunea regiune provincia republica raionul raion judetul judet jud r nul tinutul districtul voievodatul autonom autonoma",
    "viloyati respublikasi"
  ]
    .flatMap((words) => words.split(" "))
    .map((word) => [foldWord(word), "region"] as const)
])

/** Returns a name without its words for a kind of region, and that kind. A name that has only such words stays whole. */
const partsOf = (name: string): { readonly stem: string; readonly kind: Kind | undefined } => {
  const words = foldWord(name).split(" ")
  const own = words.filter((word) => !kinds.has(word))
  const kind = words.map((word) => kinds.get(word)).find((found) => found !== undefined)
  return own.length === 0 ? { stem: words.join(" "), kind: undefined } : { stem: own.join(" "), kind }
}

/** Codes by name; undefined for a name of several regions. */
class Names {
  private readonly codes = new Map<string, string | undefined>()

  add(name: string, code: string): void {
    this.codes.set(name, this.codes.has(name) && this.codes.get(name) !== code ? undefined : code)
  }

  get(name: string): string | undefined {
    return this.codes.get(name)
  }
}

const synonyms = Map.groupBy(
  readCodeList("answer-words").filter(({ list }) => list === "regions"),
  ({ code }) => code
)

/** Returns the names of a region in all languages, and what else registers call it. */
const namesOf = (code: string): ReadonlyArray<string> => [
  ...languages.map((language) => regionName(language, code)),
  ...(synonyms.get(code) ?? []).flatMap((row) => (row["words"] ?? "").split("|"))
]

const readNames = () => {
  const whole = new Names()
  const stems = new Names()
  for (const { code, label } of regions) {
    const isCity = partsOf(label).kind === "city"
    for (const language of languages) whole.add(foldWord(regionInCountry(language, code)), code)
    for (const name of namesOf(code)) {
      const { stem, kind } = partsOf(name)
      // The name of a city alone is the city: the region around it is named with a word for it.
      if (isCity) whole.add(stem, code)
      stems.add(stem, code)
      const either = kind === undefined ? (["city", "region"] as const) : [kind]
      for (const one of isCity ? (["city"] as const) : either) stems.add(`${one} ${stem}`, code)
    }
  }
  return { whole, stems }
}
let names: ReturnType<typeof readNames> | undefined

/** Returns the code of a first-level region, from the code or from a name of exactly one region, with or without its country. */
export const regionOfWord = (word: string): string | undefined => {
  if (/^[a-z]{2}-[a-z0-9-]+$/i.test(word)) return word.toUpperCase()
  names ??= readNames()
  const { stem, kind } = partsOf(word)
  return (
    codeOfWord("regions", word) ??
    names.whole.get(foldWord(word)) ??
    names.stems.get(kind === undefined ? stem : `${kind} ${stem}`)
  )
}
