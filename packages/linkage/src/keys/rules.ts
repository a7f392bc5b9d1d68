/** The linkage rules: which parts of a person must agree for two case files to be of one person. docs/keys.md measures each. */
import type { NormalisedPerson } from "./Person.ts"

export interface LinkageRule {
  readonly name: string
  /** Empty where the rule does not apply; several keys where a name has several readings or parts. */
  readonly keyOf: (person: NormalisedPerson) => ReadonlyArray<string>
}

const key = (...parts: ReadonlyArray<string | number>): string => parts.join("|")

/** Both names in alphabetical order, so that swapped fields agree. */
const bothNames = ({ given, families }: NormalisedPerson): ReadonlyArray<string> =>
  given.flatMap((name) => families.map((family) => [name, family].sort().join("+")))

/** Names with few consonants are shared by many: without the whole date they need this many in both names together. */
const longNames = (person: NormalisedPerson, consonants: number): ReadonlyArray<string> =>
  bothNames(person).filter((names) => names.length - 1 >= consonants)

/** The whole date, with day and month in one order, so that swapped ones agree; empty where the day is unknown. */
const dates = ({ birth: { year, month, day } }: NormalisedPerson): ReadonlyArray<string> =>
  year === undefined || month === undefined || day === undefined
    ? []
    : [key(year, Math.min(month, day), Math.max(month, day))]

/** Every key of names with every date. */
const withDates = (person: NormalisedPerson, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  dates(person).flatMap((date) => names.map((name) => key(name, date)))

const defined = (...values: ReadonlyArray<string | number | undefined>): ReadonlyArray<string | number> | undefined =>
  values.includes(undefined) ? undefined : (values as ReadonlyArray<string | number>)

/** Names with the parts of a date; no key where a part is unknown. */
const withParts = (names: ReadonlyArray<string>, ...parts: ReadonlyArray<string | number | undefined>) => {
  const known = defined(...parts)
  return known === undefined ? [] : names.map((name) => key(name, ...known))
}

/** The strictest first. The linker takes them in this order. */
export const linkageRules: ReadonlyArray<LinkageRule> = [
  {
    name: "document-year",
    keyOf: ({ document, birth }) =>
      document === undefined || birth.year === undefined ? [] : [key(document, birth.year)]
  },
  { name: "names-date", keyOf: (person) => withDates(person, bothNames(person)) },
  {
    name: "document-name",
    keyOf: ({ document, given, families }) =>
      document === undefined ? [] : [...given, ...families.slice(0, 1)].map((name) => key(document, name))
  },
  {
    name: "family-date",
    keyOf: (person) =>
      withDates(
        person,
        person.families.flatMap((family) => person.given.map((given) => key(family, given.slice(0, 1))))
      )
  },
  {
    name: "given-date",
    keyOf: (person) =>
      withDates(
        person,
        person.given.flatMap((given) => person.families.map((family) => key(given, family.slice(0, 1))))
      )
  },
  { name: "names-month", keyOf: (person) => withParts(longNames(person, 6), person.birth.year, person.birth.month) },
  { name: "names-day", keyOf: (person) => withParts(longNames(person, 6), person.birth.year, person.birth.day) },
  { name: "names-year", keyOf: (person) => withParts(longNames(person, 8), person.birth.year) }
]
