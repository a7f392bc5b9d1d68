/** Words of the names of authorities and organisations in many languages, by their start where a language has endings: `Gefängnisbehörde`, `საქმეთა`. */
import { foldedSetOf } from "./IdentifierWords.ts"
import { nameKind } from "./NameLists.ts"

const words = foldedSetOf("word of organisations")
const starts = foldedSetOf("start of a word of organisations")
const shortest = 3
const heads = new Set([...starts].map((start) => start.slice(0, shortest)))
const lengths = [...new Set([...starts].map(({ length }) => length))].sort()

/** `Сбербанк`, `Swedbank`. */
const bank = /\p{L}{2}(?:банк(?:а|у|ом|е)?|bank)$/u

/** Returns whether a folded word occurs in the names of organisations and is not a first name. */
export const isOrganisationWord = (word: string): boolean => {
  const isStart = (length: number) => length <= word.length && starts.has(word.slice(0, length))
  if (!words.has(word) && !(heads.has(word.slice(0, shortest)) && lengths.some(isStart)) && !bank.test(word))
    return false
  const kind = nameKind(word)
  return kind === undefined || (kind !== "given" && words.has(word))
}
