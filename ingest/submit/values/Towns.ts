/** Towns and regions where a country is expected: `Kharkiv - Belgorod - Moscow`, `Dubai`, `Kharkiv, Ukraine`. Only names of one place are read. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { regions } from "../../../schemas/Places.ts"
import type { FieldSpec } from "../../../schemas/RecordSchemas.ts"
import { foldWord } from "./FoldWord.ts"
import { isValueOf, parseScalar, splitWay } from "./ParseValue.ts"
import { regionOfWord } from "./RegionWords.ts"

interface Place {
  readonly country: string
  /** Undefined if the town's country has no list of regions. */
  readonly region: string | undefined
}

const countryOfRegion = new Map(regions.map(({ code, country }) => [code, country]))

const placeOf = (code: string): Place => {
  const country = countryOfRegion.get(code)
  return country === undefined ? { country: code, region: undefined } : { country, region: code }
}

/** Names of regions that are towns elsewhere: Brest in Belarus and in France. */
const elsewhere = new Set(["Brest", "Брест"].map(foldWord))

let names: ReadonlyMap<string, Place | undefined> | undefined

/** Returns the towns of the list of everyday names; undefined for a name of several. */
const readNames = () => {
  const found = new Map<string, Place | undefined>()
  for (const { code = "", kind = "", names: row = "" } of readCodeList("everyday-place-names")) {
    if (kind !== "town" && !((kind === "seat" || kind === "former") && countryOfRegion.has(code))) continue
    for (const name of row.split("|").map(foldWord)) found.set(name, found.has(name) ? undefined : placeOf(code))
  }
  return found
}

/** `г. Харьков`, `city of Kharkiv`, `м. Київ`, `or. Iași`. */
const townWord = /^(?:(?:the )?city of|town of|город|гор\.|г\.|місто|м\.|orașul|or\.|municipiul|mun\.)\s*(?=\p{L})/iu

const alone = remembered((text): Place | undefined => {
  const name = text.trim().replace(townWord, "")
  if (name.length < 3 || elsewhere.has(foldWord(name))) return undefined
  names ??= readNames()
  const folded = foldWord(name)
  if (names.has(folded)) return names.get(folded)
  const region = regionOfWord(text.trim()) ?? regionOfWord(name)
  return region === undefined || !countryOfRegion.has(region) ? undefined : placeOf(region)
})

/** Returns the place of a cell where a country is asked for: a known town or region, alone or with its country; undefined for any other text. */
export const townOf = (field: FieldSpec, text: string): Place | undefined => {
  if (text.length > 100 || !/\p{L}/u.test(text)) return undefined
  const place = alone(text)
  if (place !== undefined) return place
  const [, first, second] = /^([^,/()]+)[,/(]([^,/()]+)\)?$/.exec(text) ?? []
  if (first === undefined || second === undefined) return undefined
  for (const [country, town] of [
    [first, second],
    [second, first]
  ] as const) {
    const parsed = parseScalar(field, country)
    const found = "value" in parsed ? alone(town) : undefined
    if (found !== undefined && "value" in parsed && found.country === parsed.value) return found
  }
  return undefined
}

/** A stop of a way: the word as it is written, or the place of a town. */
type Stop = { readonly word: string; readonly place?: never } | { readonly word?: never; readonly place: Place }

/** Returns the stops of a route in one cell, in the order of travel. A country next to one of its towns is the same place. */
export const stopsOf = (
  field: FieldSpec,
  cell: string,
  isBound: (word: string) => boolean,
  isOrdered: boolean
): ReadonlyArray<Stop> => {
  const isCountry = (word: string) => isBound(word) || isValueOf(field, word)
  const isPlace = (word: string) => isCountry(word) || townOf(field, word) !== undefined
  const stops = splitWay(cell, isPlace, isOrdered).map((word): Stop => {
    const place = isCountry(word) ? undefined : townOf(field, word)
    return place === undefined ? { word } : { place }
  })
  const countryOf = (stop: Stop | undefined) => {
    if (stop?.place !== undefined || stop === undefined || isBound(stop.word)) return undefined
    const parsed = parseScalar(field, stop.word)
    return "value" in parsed ? parsed.value : undefined
  }
  return stops.filter((stop, i) => {
    const country = countryOf(stop)
    return (
      country === undefined || (stops[i - 1]?.place?.country !== country && stops[i + 1]?.place?.country !== country)
    )
  })
}
