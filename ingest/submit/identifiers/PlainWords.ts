/** Words that are not names: from code lists, countries, regions and case registers. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type FieldSpec, recordSchemas } from "../../../schemas/RecordSchemas.ts"
import { foldWord } from "../values/FoldWord.ts"

/** Returns the folded words of a text. A code such as `ForcedLabour` has two. */
export const wordsOfText = (text: string): ReadonlyArray<string> =>
  foldWord(text.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")

const listsOf = (fields: ReadonlyArray<FieldSpec>): ReadonlyArray<string> =>
  fields.flatMap((field) => [...(field.codeList === undefined ? [] : [field.codeList]), ...listsOf(field.fields)])

let known: ReadonlySet<string> | undefined

const plain = (): ReadonlySet<string> => {
  if (known === undefined) {
    const lists = [...new Set(recordSchemas.flatMap(({ fields }) => listsOf(fields)))]
    const texts = [
      ...lists.flatMap((list) => readCodeList(list).flatMap((row) => [row["code"], row["label"]])),
      ...readCodeList("code-labels").flatMap((row) => [row["ru"], row["uk"], row["ro"]]),
      ...readCodeList("country-names").map((row) => row["name"]),
      ...readCodeList("plain-words").map((row) => row["word"])
    ]
    const names = new Set(readCodeList("person-names").map((row) => foldWord(row["name"] ?? "")))
    // Georgia, Jordan and Chad are countries and first names: next to another name they are names.
    known = new Set(texts.flatMap((text) => wordsOfText(text ?? "")).filter((word) => !names.has(word)))
  }
  return known
}

export const isPlainWord = (word: string): boolean => plain().has(word)
