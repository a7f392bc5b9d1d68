/** The explorer's words: one set of keys, four languages. A key that a language lacks is an error of types. */
import { fillMessage, type Message, type Values } from "@corridor/page/fillMessage"
import type { Language } from "../../../schemas/Languages.ts"
import type { en } from "./en.ts"

export type { Message, Values }
export type WordKey = keyof typeof en
export type Catalogue = Readonly<Record<WordKey, Message>>

export type Say = (key: WordKey, values?: Values) => string

/** Texts of a catalogue with their values in place; numbers as the language writes them. */
export const sayIn =
  (language: Language, catalogue: Catalogue): Say =>
  (key, values) =>
    fillMessage(language, catalogue[key], values)
