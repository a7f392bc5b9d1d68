/** The field whose name an unknown column may have been meant to be: `Natonality`, `Дата регистраци`. It is a question to the partner, never an answer. */
import { type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { namesOfField } from "./FieldLabels.ts"
import { squeeze } from "./OwnColumns.ts"

/** Shorter names differ from each other in one letter. */
const shortest = 5

/** Returns whether one text becomes the other by at most `most` letters that are added, left out, replaced, or exchanged with the next one. */
const isNear = (a: string, b: string, most: number): boolean => {
  if (Math.abs(a.length - b.length) > most) return false
  let [before, above] = [
    [] as ReadonlyArray<number>,
    Array.from({ length: b.length + 1 }, (_, j) => j) as ReadonlyArray<number>
  ]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const least = [(row[j - 1] as number) + 1, (above[j] as number) + 1, (above[j - 1] as number) + (isSame ? 0 : 1)]
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least.push((before[j - 2] as number) + 1)
      row.push(Math.min(...least))
    }
    if (Math.min(...row) > most) return false
    ;[before, above] = [above, row]
  }
  return (above[b.length] as number) <= most
}

/** Returns the only field of these kinds whose name is similar to the column's; undefined if there is none, or several. */
export const similarField = (kinds: ReadonlyArray<RecordKind>, column: string): string | undefined => {
  const name = squeeze(column)
  if (name.length < shortest || name.length > 60) return undefined
  const most = name.length < 9 ? 1 : 2
  const fields = new Set(kinds.flatMap((kind) => recordSchema(kind).fields.map((field) => field.name)))
  const similar = [...fields].filter((field) =>
    [field, ...namesOfField(field)].some((label) => isNear(name, squeeze(label), most))
  )
  return similar.length === 1 ? similar[0] : undefined
}
