import { fillMessage, type Message, type Values } from "./fillMessage.ts"

/** Returns the text of a message in one language, with its values filled in. */
export type Translate<Key extends string> = (key: Key, values?: Values) => string

export type Catalogue<Key extends string> = Readonly<Record<Key, Message>>

/** Returns the function that looks messages up in `catalogue`. */
export const translator =
  <Key extends string>(language: string, catalogue: Catalogue<Key>): Translate<Key> =>
  (key, values) =>
    fillMessage(language, catalogue[key], values)
