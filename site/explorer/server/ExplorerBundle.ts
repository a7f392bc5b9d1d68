import { readFileSync } from "node:fs"
import { type Asset, asset } from "@corridor/page/Asset"
import { bundle } from "@corridor/page/bundle"
import { paletteCss } from "@corridor/page/palette"
import { Effect } from "effect"
import type { Topology } from "topojson-specification"
import { countryName } from "../../../schemas/CountryNames.ts"
import { type Language, languages } from "../../../schemas/Languages.ts"
import { isRegion } from "../../../schemas/Places.ts"
import { regionName } from "../../../schemas/RegionNames.ts"
import { severalCountriesOf } from "../../../schemas/SeveralCountries.ts"
import type { Points } from "../drawings/Picture.ts"
import { palettes } from "../drawings/palette.ts"
import type { SearchFile } from "../search/SearchFile.ts"
import { searchedPlaces } from "../search/searchedPlaces.ts"
import { pageWords } from "../words/pages/PageWords.ts"
import { countriesOnly } from "./countriesOnly.ts"
import { nameFile } from "./nameFile.ts"

/** Returns what the browser needs for suggestions in one language. */
const searchFile = (language: Language): SearchFile => {
  const { kindCountry, kindRegion, kindSeveral, noRecords, searchNone, searchLabel, suggestions } = pageWords[language]
  return {
    words: {
      country: kindCountry as string,
      region: kindRegion as string,
      several: kindSeveral as string,
      noRecords: noRecords as string,
      none: searchNone as string,
      list: searchLabel as string,
      count: suggestions
    },
    places: searchedPlaces.map((place) => ({
      ...place,
      shown:
        severalCountriesOf(place.id)?.shown[language] ??
        (isRegion(place.id) ? regionName(language, place.id) : countryName(language, place.id))
    }))
  }
}

/** The explorer's files: a script and names for each language, the style, the map. */
export interface ExplorerBundle {
  readonly style: Asset
  readonly maps: Readonly<Record<"world" | "points", Asset>>
  /** The content of the map's files, for pictures that the server draws. */
  readonly map: { readonly world: Topology; readonly points: Points }
  readonly scripts: Readonly<Record<Language, Asset>>
  readonly names: Readonly<Record<Language, Asset>>
  /** The suggestions of the search: their script, and the places in each language. */
  readonly suggest: Asset
  readonly search: Readonly<Record<Language, Asset>>
}

const page = (file: string) => bundle(new URL(`../page/${file}`, import.meta.url))

const utf8 = (text: string) => new TextEncoder().encode(text)

/** Reads a file of the map from `schemas/map/`. */
export const mapFile = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../schemas/map/${file}`, import.meta.url), "utf8"))

const map = (name: "world" | "points", content: unknown) =>
  asset(name, "json", "application/json", utf8(JSON.stringify(content)))

const byLanguage = <A>(values: ReadonlyArray<A>) =>
  Object.fromEntries(languages.map((language, i) => [language, values[i]])) as Readonly<Record<Language, A>>

const script = (name: string, text: Uint8Array) => asset(name, "js", "text/javascript; charset=utf-8", text)

const jsonIn = (name: string, contentIn: (language: Language) => object) =>
  byLanguage(
    languages.map((language) =>
      asset(`${name}-${language}`, "json", "application/json", utf8(JSON.stringify(contentIn(language))))
    )
  )

const make = Effect.fn("ExplorerBundle.make")(function* () {
  const [style, suggest, ...scripts] = yield* Effect.all([
    page("explorer.css"),
    page("suggest.ts"),
    ...languages.map((language) => page(`entry/${language}.ts`))
  ])
  const drawn = {
    world: countriesOnly(mapFile("world.topo.json") as Topology),
    points: mapFile("points.json") as Points
  }
  return {
    map: drawn,
    style: asset(
      "explorer",
      "css",
      "text/css; charset=utf-8",
      Buffer.concat([utf8(paletteCss(palettes.light, palettes.dark)), style as Uint8Array])
    ),
    maps: {
      world: map("world", drawn.world),
      points: map("points", drawn.points)
    },
    suggest: script("suggest", suggest as Uint8Array),
    search: jsonIn("search", searchFile),
    scripts: byLanguage(scripts.map((one, i) => script(`explorer-${languages[i]}`, one))),
    names: jsonIn("names", nameFile)
  } satisfies ExplorerBundle
})

/** The explorer's files. The first server of a process bundles them: that takes half a second of a processor. */
export const explorerBundle = Effect.runSync(Effect.cached(make()))

/** Returns all files of the bundle. */
export const assetsOf = ({ style, maps, scripts, names, suggest, search }: ExplorerBundle): ReadonlyArray<Asset> => [
  style,
  maps.world,
  maps.points,
  ...Object.values(scripts),
  ...Object.values(names),
  suggest,
  ...Object.values(search)
]
