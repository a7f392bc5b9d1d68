import type { Catalogue as CatalogueOf, Translate as TranslateOf } from "@corridor/page/translator"
import type { en } from "./en.ts"

/** The explorer's messages have the same keys in all languages. A message missing from a language is a type error. */
export type WordKey = keyof typeof en
export type Catalogue = CatalogueOf<WordKey>
export type Translate = TranslateOf<WordKey>
