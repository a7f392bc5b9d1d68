import type { Catalogue as CatalogueOf } from "@corridor/page/translator"
import type { Language } from "../../submit/words/Languages.ts"
import { en } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"

export type WordKey = keyof typeof en
export type Catalogue = CatalogueOf<WordKey>

/** The portal's messages in each language. A message missing from a language is a type error. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ru, uk, ro }
