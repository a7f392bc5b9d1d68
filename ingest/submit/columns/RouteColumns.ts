/**
 * Columns of routes as partners name them: `Country of origin`, `Страны транзита`, `Region of origin`, `Destination (ISO3)`, `Date of arrival`, `Route`. A heading
 * is read word by word, in any order and language, and has a meaning only if every word of it is known.
 */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { wordsInRow } from "../../../schemas/Languages.ts"
import { type FieldSpec, legsField, type RecordKind } from "../../../schemas/RecordSchemas.ts"
import { foldWord } from "../values/FoldWord.ts"
import type { Binding, DatePart } from "./Binding.ts"
import { furtherWords } from "./FurtherHeadings.ts"
import { ownTarget } from "./OwnColumns.ts"
import { withoutQuestion } from "./PlainHeading.ts"

const fold = (text: string) => foldWord(text).replaceAll(" ", "")

/** The meaning of each word, the longest words first. */
const lexicon: ReadonlyArray<readonly [word: string, meaning: string]> = [
  ...readCodeList("route-columns").flatMap((row) =>
    wordsInRow(row).map((word) => [fold(word), row["meaning"] as string] as const)
  ),
  ...furtherWords("route").map(({ word, meaning }) => [fold(word), meaning] as const)
].sort(([a], [b]) => b.length - a.length)

const byFirstLetter = Map.groupBy(lexicon, ([word]) => word[0])

/** A longer heading is a sentence, and no name of a place or time. */
const longestHeading = 200

/**
 * Returns the meanings of the words of a text without spaces, with a number as itself; undefined if it has an unknown word. `hopeless` are the
 * lengths of the ends that have one, so that each end of a long heading is read once.
 */
const meaningsOf = (text: string, hopeless = new Set<number>()): ReadonlyArray<string> | undefined => {
  if (text === "") return []
  if (hopeless.has(text.length)) return undefined
  const candidates = (byFirstLetter.get(text[0]) ?? []).filter(([word]) => text.startsWith(word))
  const [number] = /^\d{1,2}/.exec(text) ?? []
  for (const [word, meaning] of [...candidates, ...(number === undefined ? [] : [[number, number] as const])]) {
    const rest = meaningsOf(text.slice(word.length), hopeless)
    if (rest !== undefined) return [meaning, ...rest]
  }
  hopeless.add(text.length)
  return undefined
}

/** Returns the meanings of the words of a heading, without those of a question; undefined if it has an unknown word. */
const meaningsIn = (heading: string): ReadonlyArray<string> | undefined => {
  const all = heading.length > longestHeading ? undefined : meaningsOf(fold(withoutQuestion(heading)))
  // `To which country did the person leave?`: the direction says more than the verb.
  const isDirected = all?.includes("from") || all?.includes("to")
  return isDirected ? all?.filter((meaning) => meaning !== "departure" && meaning !== "arrival") : all
}

/** Words that change nothing; an event may be the entry into a register. */
const isAside = (meaning: string): boolean => meaning === "other" || meaning === "event" || meaning === "journey"

const roles: Readonly<Record<string, string>> = {
  Origin: "Origin",
  Transit: "Transit",
  Destination: "Destination",
  departure: "Origin",
  from: "Origin",
  arrival: "Destination",
  to: "Destination"
}

/** Words that state a role by themselves. The others may also describe a date or a source. */
const certain = new Set(["Origin", "Transit", "Destination"])

/** Returns the position of a leg. Transit countries follow the origin; blank positions are skipped later, so the destination may be the last. */
const indexOf = (role: string, number: number, most: number): number | undefined => {
  if (role === "Transit") return number <= most - 2 ? number : undefined
  return number > 1 ? undefined : role === "Origin" ? 0 : most - 1
}

/** Returns the meaning of such a column; undefined if it is not such a column, or the record has no legs. */
export const routeBinding = (kind: RecordKind, column: string): Binding | undefined => {
  const list = legsField(kind)
  const all = list === undefined ? undefined : meaningsIn(column)
  if (list === undefined || all === undefined) return undefined
  const words = new Set(all.filter((meaning) => !isAside(meaning) && !/^\d/.test(meaning)))
  const number = Number(all.find((meaning) => /^\d/.test(meaning)) ?? 0)
  const isOnly = (...allowed: ReadonlyArray<string>) => [...words].every((word) => allowed.includes(word))
  const part = words.has("date") ? "date" : words.has("month") ? "month" : undefined
  const isOfJourney = all.includes("journey") || words.has("way")
  const timesOfWay = ["date", "month", "way", "departure", "arrival", ...(isOfJourney ? ["start"] : [])]
  if (part !== undefined && number === 0 && isOnly(...timesOfWay))
    return {
      to: "legs-date",
      part,
      isDeparture: !words.has("arrival") && (words.has("departure") || words.has("start"))
    }
  const place = words.has("region") ? "region" : "country"
  const field = list.fields.find(({ name }) => name === (part === undefined ? place : "year")) as FieldSpec
  if (words.size === 1 && words.has("way")) return { to: "places", list, field }
  const [role, ...others] = new Set([...words].flatMap((word) => roles[word] ?? []))
  if (
    role === undefined ||
    others.length > 0 ||
    !isOnly("country", "region", "date", "final", "way", ...Object.keys(roles))
  )
    return undefined
  if (words.has("final") && role !== "Destination") return undefined
  // A transit cell may name several countries, whose regions could not be distinguished.
  if (words.has("region") && (words.has("country") || part !== undefined || (role === "Transit" && number === 0)))
    return undefined
  if (!words.has(place) && ![...words].some((word) => certain.has(word))) return undefined
  if (role === "Transit" && number === 0 && part === undefined) return { to: "places", list, field, role }
  const index = indexOf(role, Math.max(number, 1), list.maxItems ?? 1)
  if (index === undefined) return undefined
  const target = { list, index, field }
  return part === undefined
    ? { to: "target", target, standard: "corridor", role }
    : { to: "leg-date", target, standard: "corridor" }
}

/** `Week no`, `№ недели`. */
const numberWord = /(?<!\p{L})(?:no|number|num|nr|номер|numarul|numero)(?!\p{L})\.?|№/giu

/** Returns whether a heading is a country or a date with a number and nothing else, such as `Country 2`; undefined if not. */
export const numberedMeaning = (
  column: string
): { readonly meaning: "country" | "date"; readonly number: number } | undefined => {
  const meanings = meaningsIn(column)
  const [meaning, number] = meanings ?? []
  if (meanings?.length !== 2 || (meaning !== "country" && meaning !== "date") || !/^\d+$/.test(number ?? ""))
    return undefined
  return { meaning, number: Number(number) }
}

/** Returns whether a heading is the time of one leg: `date`, `Year`, `Date of arrival`, `start`. */
export const isLegTime = (heading: string): boolean => {
  const folded = fold(heading)
  const meanings = meaningsIn(heading)?.filter((meaning) => !isAside(meaning)) ?? []
  const isTime = meanings.every((meaning) => ["date", "departure", "arrival"].includes(meaning))
  return /^start(?:date|year)?$/.test(folded) || (isTime && meanings.includes("date"))
}

/** Returns whether a heading has a word for a departure. */
export const isDeparture = (heading: string): boolean => meaningsIn(heading)?.includes("departure") === true

/** Returns whether a heading is a country and nothing else. */
export const isCountryHeading = (column: string): boolean => meaningsIn(column)?.join() === "country"

/** Returns the part of a date that a heading is the name of, such as `Week no`; undefined if it is none. */
export const datePartOf = (column: string): DatePart | undefined => {
  const meanings =
    column.length > longestHeading ? undefined : meaningsOf(fold(column.normalize("NFD").replace(numberWord, " ")))
  const [part, ...others] = new Set(meanings?.filter((meaning) => !isAside(meaning)))
  return others.length === 0 && (part === "week" || part === "month" || part === "day") ? part : undefined
}

/** Returns whether a word of a heading means a destination, whatever its other words. */
const mentionsDestination = (column: string): boolean =>
  column.length <= longestHeading &&
  column.split(/[^\p{L}\p{M}]+/u).some((word) => meaningsOf(fold(word))?.includes("Destination") === true)

/**
 * Returns the positions of columns that may have the destination of a route, in words that are not all known, such as `Planned destination`, if no other
 * column has it: without them the route would end too early.
 */
export const unclearDestinations = ({
  names,
  bindings
}: {
  readonly names: ReadonlyArray<string>
  readonly bindings: ReadonlyArray<Binding>
}): ReadonlySet<number> => {
  const hasPlaces = bindings.some(isLegCountry)
  const hasEnd = bindings.some((one) =>
    one.to === "target" ? one.role === "Destination" || one.isNumbered : one.to === "places" && one.role === undefined
  )
  const found = names.flatMap((name, i) => (bindings[i]?.to === "unknown" && mentionsDestination(name) ? [i] : []))
  return new Set(hasPlaces && !hasEnd ? found : [])
}

/** Returns whether a column has the country of one leg. */
export const isLegCountry = (binding: Binding): boolean =>
  binding.to === "target" && binding.target.list !== undefined && binding.target.field.name === "country"

const isTransit = (binding: Binding) => binding.to === "target" && binding.role === "Transit"

/** Returns the meanings of the words of a heading without those that say only that it is about the journey; undefined if it has an unknown word. */
const certainWords = (column: string): ReadonlyArray<string> | undefined =>
  meaningsIn(column)?.filter((meaning) => !isAside(meaning) && meaning !== "way")

/** Returns the list of a route's legs, and the field of a leg that is its country; undefined for records without legs. */
const countryOfLegs = (kind: RecordKind) => {
  const list = legsField(kind)
  const field = list?.fields.find(({ name }) => name === "country")
  return list === undefined || field === undefined ? undefined : { list, field }
}

/** Returns the binding of a column with the country where the route begins or ends; undefined if the list has no room for it. */
const countryOfEnd = (
  { list, field }: { readonly list: FieldSpec; readonly field: FieldSpec },
  role: "Origin" | "Destination"
): Binding | undefined => {
  const index = indexOf(role, 1, list.maxItems ?? 1)
  return index === undefined ? undefined : { to: "target", target: { list, index, field }, standard: "corridor", role }
}

/** Returns the bindings of a file's columns, where `From` and `To` together are the places of a route without others than those of transit. */
export const withFromAndTo = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  const legs = countryOfLegs(kind)
  const positionOf = (meaning: string) =>
    names.findIndex((name, i) => bindings[i]?.to === "unknown" && certainWords(name)?.join() === meaning)
  const [from, to] = [positionOf("from"), positionOf("to")]
  const hasPlaces = bindings.some(
    (one) => (isLegCountry(one) && !isTransit(one)) || (one.to === "places" && one.role === undefined)
  )
  if (legs === undefined || from < 0 || to < 0 || hasPlaces) return bindings
  const ends = new Map([
    [from, countryOfEnd(legs, "Origin")],
    [to, countryOfEnd(legs, "Destination")]
  ])
  return bindings.map((binding, i) => ends.get(i) ?? binding)
}

/** The stages of trafficking that HTCDS has, with the places that they are of a route. */
const roleOfStage = { recruitment: "Origin", exploitation: "Destination" } as const

/**
 * Returns the bindings of a file's columns, where the country of recruitment or exploitation is the origin or destination that no other column has, and their
 * dates are those of a route that has no other.
 */
export const withStages = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  const legs = countryOfLegs(kind)
  const hasWay = bindings.some((one) => one.to === "places" && one.role === undefined)
  if (legs === undefined || hasWay) return bindings
  const isTimed = bindings.some(
    (one) =>
      one.to === "leg-date" || one.to === "legs-date" || (one.to === "target" && one.target.field.name === "year")
  )
  // Numbered places have an end of their own.
  const isTaken = (role: string) =>
    bindings.some((one) => isLegCountry(one) && one.to === "target" && (one.role === undefined || one.role === role))
  const taken = new Set<string>()
  return bindings.map((binding, i): Binding => {
    const name = names[i] ?? ""
    const words = binding.to === "unknown" ? certainWords(name) : undefined
    const stage = (["recruitment", "exploitation"] as const).find((one) => words?.includes(one))
    const [other, ...more] = new Set(words?.filter((word) => word !== stage))
    if (stage === undefined || more.length > 0 || taken.has(`${stage} ${other}`)) return binding
    taken.add(`${stage} ${other}`)
    if (other === "date" && !isTimed) return { to: "legs-date", part: "date", isDeparture: stage === "recruitment" }
    const role = roleOfStage[stage]
    return other !== "country" || isTaken(role) ? binding : (countryOfEnd(legs, role) ?? binding)
  })
}

const isWholeTime = (binding: Binding | undefined): boolean => binding?.to === "legs-date" && binding.part === "date"

/**
 * Returns the bindings of a file's columns, where a start date next to that of the registration, and a date of entry next to either, are those of a route without
 * another time: alone they may be those of the case in the register.
 */
export const withStart = (
  kind: RecordKind,
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  const isTimed = bindings.some((one) => one.to === "leg-date" || isWholeTime(one))
  const isRegistered = names.some((name) => ownTarget("victim", name)?.field.name === "registeredOn")
  if (legsField(kind) === undefined || isTimed) return bindings
  const positionsOf = (meaning: string) =>
    names.flatMap((name, i) =>
      bindings[i]?.to === "unknown" && certainWords(name)?.toSorted().join() === `date,${meaning}` ? [i] : []
    )
  const [starts, entries] = [positionsOf("start"), positionsOf("entry")]
  const isOfWay = (i: number) =>
    (isRegistered && starts.length === 1 && starts.includes(i)) ||
    ((isRegistered || starts.length > 0) && entries.length === 1 && entries.includes(i))
  return bindings.map(
    (binding, i): Binding => (isOfWay(i) ? { to: "legs-date", part: "date", isDeparture: starts.includes(i) } : binding)
  )
}

/** Returns the bindings of a file's columns, where the date of an event is not that of a route with a date of its own: tools enter one for each record. */
export const withoutEvents = (
  names: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  const isOfEvent = (i: number) =>
    isWholeTime(bindings[i]) && meaningsOf(fold(names[i] ?? ""))?.includes("event") === true
  const isTimed = bindings.some((binding, i) => binding.to === "leg-date" || (isWholeTime(binding) && !isOfEvent(i)))
  return bindings.map((binding, i): Binding => (isTimed && isOfEvent(i) ? { to: "unknown" } : binding))
}

/** Returns the positions of columns with a date of the whole route that another column before them has too, of the same end. */
export const repeatedTimes = (bindings: ReadonlyArray<Binding>): ReadonlySet<number> => {
  const isSame = (one: Binding, other: Binding) =>
    one.to === "legs-date" &&
    other.to === "legs-date" &&
    one.part === other.part &&
    one.isDeparture === other.isDeparture
  return new Set(
    bindings.flatMap((binding, i) => (bindings.slice(0, i).some((before) => isSame(before, binding)) ? [i] : []))
  )
}

/**
 * Returns the bindings of a file's columns, where one column of transit countries next to numbered ones has one country, and a column of the
 * whole way next to columns of its places means nothing: it often has a number or a remark.
 */
export const withOneWay = (bindings: ReadonlyArray<Binding>): ReadonlyArray<Binding> => {
  const hasTransit = bindings.some(isTransit)
  const hasPlaces = bindings.some(
    (binding) => isLegCountry(binding) || (binding.to === "places" && binding.role !== undefined)
  )
  return bindings.map((binding): Binding => {
    if (binding.to !== "places") return binding
    const { list, field, role } = binding
    if (role === undefined) return hasPlaces ? { to: "unknown" } : binding
    return hasTransit ? { to: "target", target: { list, index: 1, field }, standard: "corridor", role } : binding
  })
}
