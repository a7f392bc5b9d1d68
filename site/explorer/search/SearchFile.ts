import type { Message } from "@corridor/page/fillMessage"
import type { SearchedPlace } from "./PlaceIndex.ts"

/** What the browser needs for suggestions in one language. */
export interface SearchFile {
  readonly words: {
    readonly country: string
    readonly region: string
    readonly several: string
    readonly noRecords: string
    readonly none: string
    readonly list: string
    readonly count: Message
  }
  /** `shown` is the place's name in the language. */
  readonly places: ReadonlyArray<SearchedPlace & { readonly shown: string }>
}

/** The places of which an edition has cells. */
export interface KnownPlaces {
  readonly places: ReadonlyArray<string>
}
