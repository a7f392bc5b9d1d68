/** Words and endings by which names of persons are recognised (`identifier-words.csv`). */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { foldName } from "./NameLists.ts"

/** Returns the words of a kind with each of their endings; `1-3` is an ending of one to three letters, in the form of a pattern. */
const wordsOf = (kind: string): ReadonlyArray<string> =>
  readCodeList("identifier-words")
    .filter((row) => row["kind"] === kind)
    .flatMap(({ words = "", endings = "" }) =>
      words.split("|").flatMap((word) => endings.split("|").map((ending) => word + ending))
    )
    .map((word) => word.replace(/(\d)-(\d)$/, "\\p{L}{$1,$2}"))

/** Returns a pattern that matches any word of a kind. */
export const anyOf = (kind: string): string => `(?:${wordsOf(kind).join("|")})`

/** Returns the words of a kind as a text in small letters has them. */
export const setOf = (kind: string): ReadonlySet<string> => new Set(wordsOf(kind))

/** Returns the words of a kind, folded and joined. */
export const foldedSetOf = (kind: string): ReadonlySet<string> => new Set(wordsOf(kind).map(foldName))

/** Adds the words without their diacritics, as some people write them. */
export const withoutMarks = (words: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([
    ...words,
    ...[...words]
      .filter(({ length }) => length > 4)
      .map((word) => word.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC"))
  ])
