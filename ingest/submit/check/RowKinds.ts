/** The kind of record that a row names, or that the keys of an object match best. */
import { BoundedMap } from "../../../ports/BoundedMap.ts"
import { languages } from "../../../schemas/Languages.ts"
import { type RecordKind, recordKindLabel, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { kindOfColumns } from "../columns/ColumnPlan.ts"
import { foldWord } from "../values/FoldWord.ts"
import type { OpenedFile } from "./OpenFile.ts"

/** Kinds of record by their names, and by their labels in the languages. */
const kindsByWord: ReadonlyMap<string, RecordKind> = new Map(
  recordKinds.flatMap((kind) =>
    [kind, ...languages.map((language) => recordKindLabel(kind, language))].map(
      (name) => [foldWord(name), kind] as const
    )
  )
)

/** Returns the kind with a name or label; undefined for any other word. */
export const kindOfWord = (word: string): RecordKind | undefined => kindsByWord.get(foldWord(word))

/** Returns whether a word is the name of a kind of record. */
export const isKind = (word: unknown): word is RecordKind => recordKinds.includes(word as RecordKind)

/** Returns the kind that the keys of an object match best, as for the columns of a table. Objects with the same keys have the same kind. */
export const kindsOfObjects = ({ mapping, settings }: OpenedFile) => {
  const known = new BoundedMap<string, RecordKind | undefined>(1_000)
  return (object: Readonly<Record<string, unknown>>): RecordKind | undefined => {
    const keys = Object.keys(object)
    const signature = keys.join("\0")
    if (!known.has(signature)) known.set(signature, kindOfColumns(keys, mapping, settings.format))
    return known.get(signature)
  }
}
