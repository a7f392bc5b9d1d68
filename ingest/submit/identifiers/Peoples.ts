/** Names of peoples and languages, many of which are family names too: `Tamang`, `Hausa`, `лезгинка`. */
import { foldedSetOf } from "./IdentifierWords.ts"
import { foldName } from "./NameLists.ts"
import { isCapital, type Token } from "./NameWords.ts"
import { isPeople } from "./PlainWords.ts"

const besidePeoples = foldedSetOf("of a people")

/** Returns whether a word is used next to names of peoples: `Roma origin`. */
export const isBesidePeoples = (word: string): boolean => besidePeoples.has(foldName(word))

/** Returns true for a word that may be the rest of a name: `Ram Chhetri`, `Maya Rai`. */
const mayBeName = (word: Token | undefined): boolean =>
  word !== undefined &&
  (isCapital(word) || word.uncased || word.initial) &&
  !word.plain &&
  (word.kind === "given" || !isPeople(word.word))

const lists = /\p{Lu}\p{L}+(?:(?:\s?[,/]\s?|\s(?:and|or|и|й|і|та|și|si|или|або|sau|&)\s)\p{Lu}\p{L}+)+/gu
/** Returns a text without several peoples or languages in a row: `Mon and Karen`. */
export const withoutListsOfPeoples = (text: string): string =>
  text.replace(lists, (list) =>
    (list.match(/\p{L}{3,}/gu) ?? []).every((word) => isPeople(foldName(word)) || word === "and") ? " " : list
  )

/** Returns the words, with peoples plain unless a word that may be a name touches them. First names need a word of peoples next to them: `Karen refugee`. */
export const withoutPeoples = (words: ReadonlyArray<Token>): ReadonlyArray<Token> =>
  words.map((word, i) => {
    if (word.plain || word.patronymic || !isPeople(word.word)) return word
    const isApart = (other: Token | undefined) => other === undefined || other.apart || other.listed
    const neighbours = [
      { other: words[i - 1], apart: isApart(word) },
      { other: words[i + 1], apart: isApart(words[i + 1]) }
    ]
    if (neighbours.some(({ other, apart }) => !apart && mayBeName(other))) return word
    const isOfPeople =
      neighbours.some(
        ({ other, apart }) => other !== undefined && (apart ? isPeople(other.word) : besidePeoples.has(other.word))
      ) ||
      (word.introduced && besidePeoples.has(words[i - 1]?.word ?? ""))
    return word.kind === "given" && !isOfPeople ? word : { ...word, kind: undefined, plain: true }
  })
