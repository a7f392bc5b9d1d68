/**
 * Tables with a row for each place of a route: `Case number`, `Place type`, `Country`, `Year`. Their columns are named like the fields of a place,
 * without its number. A column may number the places of a route, and another one the routes of a case.
 */
import { legsField, type RecordKind } from "../../../schemas/RecordSchemas.ts"
import { foldWord } from "../values/FoldWord.ts"
import type { Binding } from "./Binding.ts"
import { itemField } from "./OwnColumns.ts"
import { withoutRemarks } from "./PlainHeading.ts"

const setOf = (words: string): ReadonlySet<string> => new Set(words.split("|").map(foldWord))

const numbers = {
  order: setOf(
    "step|step no|step number|order|order no|sequence|sequence no|leg|leg no|leg number|stop|stop no|place no|этап №|№ этапа|номер этапа|порядок|порядковый номер места|№ етапу|номер етапу|порядок місць|nr. etapei|ordinea|etapa nr|ordre|numéro d'étape|orden"
  ),
  route: setOf(
    "trip|trip no|trip number|trip id|journey|journey no|journey number|journey id|episode|episode no|episode number|route no|route number|route id|movement no|№ поездки|номер поездки|№ эпизода|номер эпизода|эпизод|№ епізоду|номер епізоду|епізод|поездка|№ маршрута|номер маршрута|№ поїздки|номер поїздки|поїздка|№ маршруту|номер маршруту|nr. călătoriei|călătoria|nr. traseului|voyage|numéro de voyage|viaje|número de viaje"
  )
}

const isOfPlace = (binding: Binding): boolean =>
  binding.to === "places" ||
  binding.to === "leg-date" ||
  (binding.to === "target" && [binding.target, ...(binding.also ?? [])].some(({ list }) => list !== undefined))

/** Returns whether a binding describes the first place and no other. */
const isOfFirst = (binding: Binding): boolean =>
  binding.to === "target" &&
  (binding.also ?? []).length === 0 &&
  binding.target.list !== undefined &&
  binding.target.index === 0

/**
 * Returns the bindings of such a table; undefined for any other. `isMapped`: whether the partner's mapping names a column. A mapping gives the fields of
 * the first place.
 */
export const legRowBindings = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>,
  isMapped: (name: string) => boolean
): ReadonlyArray<Binding> | undefined => {
  const list = legsField(kind)
  const isOther = (binding: Binding, i: number) =>
    isOfPlace(binding) && !(isOfFirst(binding) && isMapped(names[i] ?? ""))
  if (list === undefined || bindings.some(isOther)) return undefined
  const found = bindings.map((binding, i): Binding => {
    if (binding.to !== "unknown") return binding
    const name = withoutRemarks(names[i] ?? "")
    const field = itemField(list, name)
    if (field !== undefined) return { to: "target", target: { list, index: 0, field }, standard: "corridor" }
    const word = foldWord(name)
    if (numbers.order.has(word)) return { to: "leg-number", of: "place" }
    return numbers.route.has(word) ? { to: "leg-number", of: "route" } : binding
  })
  const has = (field: string) =>
    found.some((one) => one.to === "target" && one.target.list !== undefined && one.target.field.name === field)
  return has("country") && has("role") ? found : undefined
}

/** Returns the bindings of rows that are whole routes, or HTCDS's, with a column of the partner's that numbers the journeys of a case. */
export const withJourneys = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  if (kind !== "route") return bindings
  const isJourney = (name: string) => numbers.route.has(foldWord(withoutRemarks(name.replace(/^hte_/i, ""))))
  return bindings.map((binding, i) =>
    binding.to === "unknown" && isJourney(names[i] ?? "") ? { to: "leg-number", of: "route" } : binding
  )
}
