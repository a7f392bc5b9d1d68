/** Columns with a part of a date, next to the column with its year: `Year` and `Week`, or `Registration year`, `Registration month` and `Day`. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { wordsInRow } from "../../../schemas/Languages.ts"
import { foldWord } from "../values/FoldWord.ts"
import type { Binding, DatePart } from "./Binding.ts"
import { datePartOf } from "./RouteColumns.ts"

const wordsFor = (meaning: string): ReadonlyArray<string> =>
  wordsInRow(readCodeList("route-columns").find((row) => row["meaning"] === meaning) ?? {}).map(foldWord)

const years = wordsFor("date")
const parts: ReadonlyMap<string, DatePart> = new Map(
  (["week", "month", "day"] as const).flatMap((part) => wordsFor(part).map((word) => [word, part] as const))
)

/** `Month of registration` as `date of registration`, `year of registration` and so on, in any language. */
const asDates = (
  heading: string
): { readonly part: DatePart; readonly headings: ReadonlyArray<string> } | undefined => {
  const words = foldWord(heading).split(" ")
  const at = words.findIndex((word) => parts.has(word))
  const part = parts.get(words[at] ?? "")
  if (part === undefined || words.length > 6) return undefined
  return { part, headings: years.map((year) => words.with(at, year).join(" ")) }
}

const isDate = (binding: Binding) =>
  binding.to === "target" && binding.target.list === undefined && binding.target.field.pattern === "partial-date"

/**
 * Returns the bindings, where no column is a date, with the date that `Week of registration` names: as the column `Year` next to it, or as that column
 * itself, whose cells may have the year (`2023-W14`).
 */
const withNamedDate = (
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>,
  bind: (heading: string) => Binding
): ReadonlyArray<Binding> => {
  const isUnbound = (i: number) => bindings[i]?.to === "unknown"
  const named = names.flatMap((name, i) => {
    const binding = isUnbound(i) ? asDates(name)?.headings.map(bind).find(isDate) : undefined
    return binding === undefined ? [] : [{ i, binding }]
  })
  const bare = names.flatMap((name, i) => (isUnbound(i) && years.includes(foldWord(name)) ? [i] : []))
  const [first] = named
  const at = bare.length === 0 && named.length === 1 ? first?.i : bare.length === 1 ? bare[0] : undefined
  return first === undefined || at === undefined ? bindings : bindings.with(at, first.binding)
}

/**
 * Returns the bindings of a file's columns, where a column that is nothing but a week, month or day, or that of the date's own name, completes the only
 * date of the record, or the time of a route. `bind`: the binding of a heading.
 */
export const withDateParts = (
  names: ReadonlyArray<string>,
  given: ReadonlyArray<Binding>,
  bind: (heading: string) => Binding
): ReadonlyArray<Binding> => {
  const isDated = given.some((binding) => isDate(binding) || binding.to === "legs-date")
  const bindings = isDated ? given : withNamedDate(names, given, bind)
  const [date, ...otherDates] = bindings.filter(isDate)
  const hasWay = bindings.some((binding) => binding.to === "legs-date" && binding.part === "date")
  if (!hasWay && (date?.to !== "target" || otherDates.length > 0)) return bindings
  const field = date?.to === "target" ? date.target.field : undefined
  const named = (heading: string): DatePart | undefined => {
    const found = asDates(heading)
    const isOfField = (one: string) => {
      const binding = bind(one)
      return binding.to === "target" && binding.target.field === field
    }
    return found?.headings.some(isOfField) ? found.part : undefined
  }
  const taken = new Set<DatePart>()
  return bindings.map((binding, i): Binding => {
    const name = names[i] ?? ""
    const part = binding.to === "unknown" && name !== "" ? (datePartOf(name) ?? named(name)) : undefined
    if (part === undefined || taken.has(part) || (hasWay && part !== "week")) return binding
    taken.add(part)
    if (hasWay) return { to: "legs-date", part: "week", isDeparture: false }
    return field === undefined ? binding : { to: "date-part", part, field }
  })
}
