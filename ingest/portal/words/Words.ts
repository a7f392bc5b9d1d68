/** The portal's catalogue: one set of keys, four languages. A key that a language lacks is an error of types. */
import { fillMessage, type Message, type Values } from "@corridor/page/fillMessage"
import type { Language } from "../../submit/words/Languages.ts"
import { en } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"

export type { Message, Values }

export type WordKey = keyof typeof en
export type Catalogue = Readonly<Record<WordKey, Message>>

export { languageNames } from "../../../schemas/Languages.ts"

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ru, uk, ro }

/** A text of the catalogue with its values in place; numbers as the language writes them. */
export const fill = (language: Language, key: WordKey, values: Values = {}): string =>
  fillMessage(language, catalogues[language][key], values)
