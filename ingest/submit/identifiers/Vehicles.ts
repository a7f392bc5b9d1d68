/** Makes and models of vehicles, some of which are names of persons. */
import { anyOf, foldedSetOf } from "./IdentifierWords.ts"
import type { Token } from "./NameWords.ts"

const makes = foldedSetOf("make of vehicle")
const isVehicle = new RegExp(`^(?:${anyOf("vehicle")}|${anyOf("look of a vehicle")})$`, "u")
/** Returns whether a word is a make or model of vehicles. */
export const isMake = (word: Token | undefined) => word !== undefined && makes.has(word.word)

/** `Лада Гранта`, `машина Лада`, `старая Лада`: makes and models of vehicles that may be names of persons, next to one another or behind a word for a vehicle or its look. */
export const withoutModel = (word: Token, i: number, words: ReadonlyArray<Token>): Token => {
  const before = words[i - 1]
  const isModel =
    (isMake(word) &&
      (isMake(before) ||
        isMake(words[i + 1]) ||
        (before !== undefined && isVehicle.test(before.text.toLowerCase())))) ||
    (isMake(before) && before?.kind !== "given" && word.kind === undefined)
  return isModel ? { ...word, kind: undefined, plain: true } : word
}
