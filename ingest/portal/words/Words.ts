import type { Catalogue as CatalogueOf } from "@corridor/page/translator"
import type { en } from "./en.ts"

/** The portal's messages have the same keys in all languages. A message missing from a language is a type error. */
export type WordKey = keyof typeof en
export type Catalogue = CatalogueOf<WordKey>
