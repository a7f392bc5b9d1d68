/** Places of a route without roles, in numbered columns: `Country 1`, `Year 1`, `Country 2`. */
import { type FieldSpec, legsField, type RecordKind } from "../../../schemas/RecordSchemas.ts"
import type { Binding } from "./Binding.ts"
import { itemField, numberedItem } from "./OwnColumns.ts"
import { isCountryHeading, isDeparture, isLegCountry, isLegTime, numberedMeaning } from "./RouteColumns.ts"

/** Returns the field and the number of a heading such as `Role 2`; undefined for any other. */
const fieldOfPlace = (list: FieldSpec, name: string) => {
  const [, word, number] = /^(.*\p{L})[\s_#.№-]*(\d{1,2})$/u.exec(name.trim()) ?? []
  const field = word === undefined ? undefined : itemField(list, word)
  return field === undefined ? undefined : { field, number: Number(number) }
}

/**
 * Returns the bindings of columns such as `Leg 1 country` and `Leg 1 date`: the date is the time of the leg, and if nothing states a role, the legs are in
 * the order of travel, which their number is.
 */
export const withNumberedLegs = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>,
  isRoleGiven: boolean
): ReadonlyArray<Binding> => {
  const items = names.map((name, i) => {
    const binding = bindings[i] as Binding
    // `leg2.date` alone is the time of the whole route.
    const isOfLeg =
      binding.to === "unknown" ||
      binding.to === "legs-date" ||
      (binding.to === "target" && binding.target.list !== undefined)
    return isOfLeg ? numberedItem(kind, name) : undefined
  })
  const isCountry = (binding: Binding, i: number) => items[i] !== undefined && isLegCountry(binding)
  if (bindings.filter(isCountry).length < 2) return bindings
  const hasRoles =
    isRoleGiven ||
    bindings.some((binding, i) =>
      binding.to === "target"
        ? binding.role !== undefined || (binding.target.list !== undefined && binding.target.field.name === "role")
        : binding.to === "places" || (binding.to === "unknown" && fieldOfLegs(kind, names[i] ?? "") === "role")
    )
  const year = legsField(kind)?.fields.find(({ name }) => name === "year")
  const times = bindings.flatMap((binding, i) => {
    const item = items[i]
    return item !== undefined && binding.to !== "target" && isLegTime(item.word) ? [{ i, ...item }] : []
  })
  const hasYear = (index: number) =>
    bindings.some(
      (one) =>
        one.to === "target" &&
        one.target.list !== undefined &&
        one.target.index === index &&
        one.target.field.name === "year"
    )
  /** The time of arrival comes before that of departure. */
  const timeOf = (index: number): number | undefined => {
    const ofLeg = hasYear(index) ? [] : times.filter((time) => time.index === index)
    return (ofLeg.find(({ word }) => !isDeparture(word)) ?? ofLeg[0])?.i
  }
  return bindings.map((binding, i): Binding => {
    const item = items[i]
    if (item === undefined) return binding
    if (isCountry(binding, i)) return hasRoles || binding.to !== "target" ? binding : { ...binding, isNumbered: true }
    if (binding.to === "legs-date" && timeOf(item.index) !== i) return { to: "unknown" }
    return year === undefined || timeOf(item.index) !== i
      ? binding
      : { to: "leg-date", target: { list: item.list, index: item.index, field: year }, standard: "corridor" }
  })
}

const fieldOfLegs = (kind: RecordKind, name: string) => {
  const list = legsField(kind)
  return list === undefined ? undefined : fieldOfPlace(list, name)?.field.name
}

/**
 * Returns the bindings of a file's columns, where numbered countries that are nothing else are places in the order of travel, and numbered years their
 * times. Next to a column that states a role, such numbers count something else. Next to a country without a number, the first place may be any of the
 * two: programs write two columns of one name as `Country` and `Country.1`.
 */
export const withNumberedPlaces = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  const list = legsField(kind)
  const hasPlaces = bindings.some(
    (binding) => binding.to === "places" || (binding.to === "target" && binding.target.list !== undefined)
  )
  const isCountry = (name: string, i: number) => bindings[i]?.to === "unknown" && isCountryHeading(name)
  if (list === undefined || hasPlaces || names.some(isCountry)) return bindings
  const found = bindings.map((binding, i) => (binding.to === "unknown" ? numberedMeaning(names[i] ?? "") : undefined))
  const isPlace = (number: number) => found.some((one) => one?.meaning === "country" && one.number === number)
  if (!isPlace(1) || !isPlace(2)) return bindings
  const others = bindings.map((binding, i) =>
    binding.to === "unknown" && found[i] === undefined ? fieldOfPlace(list, names[i] ?? "") : undefined
  )
  const hasRoles = others.some((other) => other?.field.name === "role")
  const fieldOf = (name: string) => list.fields.find((field) => field.name === name) as FieldSpec
  return bindings.map((binding, i): Binding => {
    const [one, other] = [found[i], others[i]]
    if (other !== undefined && isPlace(other.number) && other.number <= (list.maxItems ?? 1))
      return { to: "target", target: { list, index: other.number - 1, field: other.field }, standard: "corridor" }
    if (one === undefined || one.number > (list.maxItems ?? 1) || !isPlace(one.number)) return binding
    const index = one.number - 1
    return one.meaning === "country"
      ? {
          to: "target",
          target: { list, index, field: fieldOf("country") },
          standard: "corridor",
          ...(hasRoles ? {} : { isNumbered: true })
        }
      : { to: "leg-date", target: { list, index, field: fieldOf("year") }, standard: "corridor" }
  })
}
