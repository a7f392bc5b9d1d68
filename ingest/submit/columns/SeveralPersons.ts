/** Columns that describe several persons in one row: `Victim 1 sex` and `Victim 2 sex`, `Sex` and `Sex of 2nd victim`. */
import type { MappingIndex } from "./Mapping.ts"
import { fieldNamed, isOfOther, ofAnyone } from "./OtherPersons.ts"
import { withoutQuestionCode } from "./PlainHeading.ts"

/** A number of a person: `1`, `(2)`, `№ 3`, `2nd`. */
const number = /[\s_.,#№([]*(?<!\d)([1-9]|1\d|20)(?:(?:st|nd|rd|th)(?!\p{L})|-\p{L}{1,2}(?!\p{L}))?(?!\d)[\s_.,)\]]*/giu

/** `First victim`, `второй потерпевший`, by the place of its form in a list. */
const ordinals = [
  /(?<!\p{L})(?:first|перв\p{L}{2,3}|перш\p{L}{1,3}|prim(?:a|ul|ei|ului))(?!\p{L})/iu,
  /(?<!\p{L})(?:second|втор\p{L}{2,3}|друг(?:ий|а|ої|ого)|(?:a doua|al doilea|celei de-a doua|celui de-al doilea))(?!\p{L})/iu,
  /(?<!\p{L})(?:third|трет\p{L}{2,4}|(?:a treia|al treilea))(?!\p{L})/iu
]

interface NumberedField {
  readonly at: number
  readonly field: string
  readonly person: number
}

/** Returns the field of a person and the person's number, which is 1 if the heading has none. */
const numberedField = (heading: string, at: number): NumberedField | undefined => {
  const plain = withoutQuestionCode(heading)
  if (plain.length > 100) return undefined
  const ordinal = ordinals.findIndex((form) => form.test(plain))
  const numbers = [...plain.matchAll(number)]
  if (numbers.length > 1 || (numbers.length > 0 && ordinal >= 0)) return undefined
  const rest = plain.replace(ordinal >= 0 ? (ordinals[ordinal] as RegExp) : number, " ").trim()
  const field = fieldNamed(rest)
  return ofAnyone.has(field)
    ? { at, field, person: ordinal >= 0 ? ordinal + 1 : Number(numbers[0]?.[1] ?? 1) }
    : undefined
}

/** Returns the fields that several persons have, with their columns. */
const ofSeveral = (found: ReadonlyArray<NumberedField>) =>
  [...Map.groupBy(found, ({ field }) => field)].filter(
    ([, columns]) => new Set(columns.map(({ person }) => person)).size > 1
  )

/**
 * Returns the positions of the columns of further persons. Sexes of two numbers are of two persons; ages and citizenships may be of one person at two
 * times, unless both have two numbers.
 */
export const columnsPerPerson = (names: ReadonlyArray<string>, mapping: MappingIndex): ReadonlySet<number> => {
  const numbered = names.flatMap((name, at) => (mapping.isIgnored(name) ? [] : (numberedField(name, at) ?? [])))
  // Most files have one column of each field, and need not be asked whose it is.
  const found =
    ofSeveral(numbered).length === 0
      ? []
      : numbered.filter(({ at }) => !isOfOther(withoutQuestionCode(names[at] as string)))
  const several = ofSeveral(found)
  if (several.length < 2 && several[0]?.[0] !== "gender") return new Set()
  const first = Math.min(...several.flatMap(([, columns]) => columns.map(({ person }) => person)))
  return new Set(several.flatMap(([, columns]) => columns.flatMap(({ at, person }) => (person > first ? [at] : []))))
}
