/** Columns of Corridor's own format: the schema's field names, or their labels in any language that is read; `leg1.country` or `Place 1: Country` for items of a list. */

import { type FieldSpec, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { foldWord, splitCamelCase } from "../values/FoldWord.ts"
import { namesOfField } from "./FieldLabels.ts"
import { isQuestionWord } from "./PlainHeading.ts"

/** The column with the kind of record of each row. */
export const kindColumn = "record"

/** The column of problems in a returned file. */
export const reportColumn = "corridor_problems"

/** Returns whether it is the problem column of a corrected file; its header has text after the name. */
export const isReportColumn = (column: string): boolean => column.split(/\s/, 1)[0] === reportColumn

/** Returns the name of one item of a list: `leg` for `legs`. */
export const singular = (name: string) => name.replace(/s$/, "")

let kindNames: ReadonlySet<string> | undefined

/** Returns whether a column has the kind of record of each row, by its name or its label in one of the languages. */
export const isKindColumn = (column: string): boolean => {
  kindNames ??= new Set([kindColumn, ...namesOfField(kindColumn)].map(squeeze))
  return kindNames.has(squeeze(column))
}

/** Returns the column of a field's path: `leg1.country` for `legs[0].country`. */
export const columnOfPath = (path: string): string =>
  path
    .replace(
      /^(\w+)\[(\d+)\]\.(\w+)$/,
      (_, list: string, index: string, field: string) => `${singular(list)}${Number(index) + 1}.${field}`
    )
    .replace(/\[\d+\]$/, "")

/** Normalises a name for comparison: without case, spaces, invisible characters, underscores, apostrophes, dots, hyphens and brackets. */
export const squeeze = (name: string): string =>
  name
    .normalize("NFC")
    .replace(/[\s\p{Cf}_.\-[\]()/*:'’ʼʻ`]/gu, "")
    .toLowerCase()
    // Turkish has an i without a dot, and capitals of both.
    .replace(/i\u0307|ı/g, "i")

/** Words that change nothing in a heading. */
const fillers = new Set(
  "a an the of for to on in at is where в на для о de la al a în pentru le les l d du des au aux pour el los las del para por"
    .split(" ")
    .map(foldWord)
)

/** Short words for a number in English headings; foldWord makes `no` of `№` too. */
const numberWords = new Map(["no", "num", "nr", "#", "n°", "numero"].map((word) => [word, "number"]))

/** Endings of cases: `В какой стране` and `Страна`. */
const slavicEnding = /(?<=[\u0430-\u0491]{4})(?:[аеиоуыэюяіїєй]{1,3}|ом|ем|ам|ах|ов|ев|ів)$/

/** Returns the words of a heading in any order and number, without those that change nothing: "Types of exploitation" is "exploitation type". */
const wordsOf = (name: string): string => {
  const isOfQuestion = isQuestionWord(name)
  const words = foldWord(splitCamelCase(name).replace(/[?*]/g, " ")).split(" ")
  return [...new Set(words)]
    .filter((word) => word !== "" && !fillers.has(word) && !isOfQuestion(word))
    .map(
      (word) =>
        numberWords.get(word) ??
        word
          .replace(/(?<=[a-z]{3})ies$/, "y")
          .replace(/(?<=[a-z]{3}[^s])s$/, "")
          .replace(slavicEnding, "")
    )
    .sort()
    .join(" ")
}

/** The target of a column's cells: a field of the record, or of the n-th item of a list. */
export type Target =
  | { readonly field: FieldSpec; readonly list?: never }
  | { readonly list: FieldSpec; readonly index: number; readonly field: FieldSpec }

/** Returns the path of a target, as in problems. */
export const pathOfTarget = (target: Target): string =>
  target.list === undefined ? target.field.name : `${target.list.name}[${target.index}].${target.field.name}`

/** Returns the fields of a kind by a form of their labels. A name of two fields is ambiguous and dropped. */
const fieldsByLabel = (fields: ReadonlyArray<FieldSpec>, kind: string, form: (label: string) => string) => {
  const namesIn = ({ name }: FieldSpec) => [...namesOfField(name), ...namesOfField(`${kind}.${name}`)]
  const labelled = fields.flatMap((field) => namesIn(field).map((name) => [form(name), field] as const))
  const sure = [...Map.groupBy(labelled, ([name]) => name).values()].filter(
    (same) => new Set(same.map(([, field]) => field)).size === 1
  )
  return sure.flat()
}

interface FieldNames {
  /** By the schema's names, which take precedence, and labels, both squeezed. */
  readonly squeezed: ReadonlyMap<string, FieldSpec>
  readonly words: ReadonlyMap<string, FieldSpec>
}

const namesByFields = new Map<ReadonlyArray<FieldSpec>, FieldNames>()

/** Some names are those of one kind of record: the number of a criminal case is not a person's. */
const namesOf = (fields: ReadonlyArray<FieldSpec>, kind: string): FieldNames => {
  let found = namesByFields.get(fields)
  if (found === undefined) {
    const own = fields.map((field) => [squeeze(field.name), field] as const)
    found = {
      squeezed: new Map([...fieldsByLabel(fields, kind, squeeze), ...own]),
      words: new Map(fieldsByLabel(fields, kind, wordsOf))
    }
    namesByFields.set(fields, found)
  }
  return found
}

const fieldNamed = (fields: ReadonlyArray<FieldSpec>, column: string, kind = ""): FieldSpec | undefined => {
  const { squeezed, words } = namesOf(fields, kind)
  return squeezed.get(squeeze(column)) ?? words.get(wordsOf(column))
}

/** Returns the field of an item of a list that a column without a number is named after; undefined if there is none. */
export const itemField = (list: FieldSpec, column: string): FieldSpec | undefined => fieldNamed(list.fields, column)

/** Returns whether a squeezed word is the name of a field, or one of its labels. */
const isNameOf = (field: string, word: string) =>
  squeeze(field) === word || namesOfField(field).some((name) => squeeze(name) === word)

/** Returns the place of a name such as `Leg 2 country` in a list of the record, with the word behind the number; undefined if it is not such a name. */
export const numberedItem = (
  kind: RecordKind,
  column: string
): { readonly list: FieldSpec; readonly index: number; readonly word: string } | undefined => {
  const match = /^(\p{L}+?)(\d{1,2})(\p{L}+)$/u.exec(squeeze(column))
  if (match === null) return undefined
  const list = recordSchema(kind).fields.find(
    (candidate) => candidate.type === "record" && isNameOf(singular(candidate.name), match[1] as string)
  )
  const index = Number(match[2]) - 1
  if (list === undefined || index < 0 || index >= (list.maxItems ?? 0)) return undefined
  return { list, index, word: match[3] as string }
}

/** Returns the target of a column in a record of the kind, by Corridor's names and labels; undefined if there is none. */
export const ownTarget = (kind: RecordKind, column: string): Target | undefined => {
  const field = fieldNamed(recordSchema(kind).fields, column, kind)
  if (field !== undefined && field.type !== "record") return { field }
  const found = numberedItem(kind, column)
  const item = found?.list.fields.find((candidate) => isNameOf(candidate.name, found.word))
  return found === undefined || item === undefined ? undefined : { list: found.list, index: found.index, field: item }
}
