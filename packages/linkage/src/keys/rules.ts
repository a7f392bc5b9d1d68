/** The linkage rules: what must agree for two case files to be of one person. docs/keys.md says how often each is right. */
import type { NormalisedPerson } from "./Person.ts"

export interface LinkageRule {
  readonly name: string
  /** Empty where the rule does not apply; several keys where a name has several readings or parts. */
  readonly keyOf: (person: NormalisedPerson) => ReadonlyArray<string>
  /** Used in every round. The others are left out of a round in which they would be false too often (`link/reliableRules.ts`). */
  readonly isExact?: true
}

type Part = string | number | undefined

/** Returns one key of all parts; none where a part is unknown. */
const keys = (...parts: ReadonlyArray<Part>): ReadonlyArray<string> =>
  parts.includes(undefined) ? [] : [parts.join("|")]

const consonantsIn = (names: string): number => names.replace(/[^\p{L}]|[aiu]/gu, "").length

/** Each given name with each family name, in alphabetical order, so that swapped fields agree. */
const pairsOf = (given: ReadonlyArray<string>, families: ReadonlyArray<string>): ReadonlyArray<string> =>
  given.flatMap((name) => families.map((family) => [name, family].sort().join("+")))

/** Both names, also with a part of a double family name. `consonants`: how many both must have together. */
const bothNames = ({ given, families }: NormalisedPerson, consonants = 0): ReadonlyArray<string> =>
  pairsOf(given, families).filter((names) => consonantsIn(names) >= consonants)

const writtenDateOf = ({ birth: { year, month, day } }: NormalisedPerson): string | undefined =>
  year === undefined || month === undefined || day === undefined ? undefined : `${year}|${month}|${day}`

/** Could day and month be exchanged? */
const isSwappable = ({ birth: { month, day = 13 } }: NormalisedPerson): boolean => day <= 12 && day !== month

/** Returns the whole date with the smaller of day and month first, so that swapped ones agree. */
const dateOf = ({ birth: { year, month, day } }: NormalisedPerson): string | undefined =>
  year === undefined || month === undefined || day === undefined
    ? undefined
    : `${year}|${Math.min(month, day)}|${Math.max(month, day)}`

/** Day and month without the year, the smaller first. */
const birthdayOf = ({ birth: { month, day } }: NormalisedPerson): string | undefined =>
  month === undefined || day === undefined ? undefined : `${Math.min(month, day)}|${Math.max(month, day)}`

/** Every name of one list with the beginning of every name of another. */
const withBeginning = (names: ReadonlyArray<string>, others: ReadonlyArray<string>, length: number) =>
  names.flatMap((name) => others.map((other) => `${name}|${other.slice(0, length)}`))

/** Every name of one list with the end of every name of another, both long enough to say something. */
const withEnd = (names: ReadonlyArray<string>, others: ReadonlyArray<string>, length: number) =>
  longNames(names).flatMap((name) =>
    others.flatMap((other) => (consonantsIn(other) < 2 ? [] : [`${name}|${other.slice(-length)}`]))
  )

/** The sexes that may be written of a person: both where a file says neither. */
const sexesOf = ({ sex }: NormalisedPerson): ReadonlyArray<string> =>
  sex === "female" || sex === "male" ? [sex] : ["female", "male"]

const ofSex = (person: NormalisedPerson, names: string): ReadonlyArray<string> =>
  sexesOf(person).flatMap((sex) => keys(names, dateOf(person), sex))

/** A number of two digits with one of them: one wrong digit leaves one of these right. */
const digitsOf = (number: number | undefined): ReadonlyArray<string> =>
  number === undefined ? [] : [`${Math.floor(number / 10)}-`, `-${number % 10}`]

/**
 * Raised with every change of how keys are made. Clients of two versions would make different keys of one person, and no link between them would
 * be found; so it is part of the terms.
 */
export const keysVersion = 3

/** The strictest first. The linker takes them in this order. */
export const linkageRules: ReadonlyArray<LinkageRule> = [
  { name: "document-year", isExact: true, keyOf: ({ document, birth }) => keys(document, birth.year) },
  {
    name: "names-date",
    isExact: true,
    keyOf: (person) => bothNames(person).flatMap((names) => keys(names, writtenDateOf(person)))
  },
  {
    name: "document-name",
    isExact: true,
    keyOf: ({ document, given, families }) => [...given, ...families].flatMap((name) => keys(document, name))
  },
  {
    name: "names-swapped",
    keyOf: (person) =>
      isSwappable(person) ? pairsOf(person.given, person.family).flatMap((names) => ofSex(person, names)) : []
  },
  {
    name: "family-date",
    keyOf: (person) => withBeginning(person.family, person.given, 1).flatMap((names) => ofSex(person, names))
  },
  {
    name: "given-date",
    keyOf: (person) => withBeginning(person.given, person.family, 2).flatMap((names) => ofSex(person, names))
  },
  {
    name: "document-half",
    keyOf: (person) => halves(person.document).flatMap((half) => keys(half, dateOf(person)))
  },
  {
    name: "family-end",
    keyOf: (person) => withEnd(person.family, person.given, 1).flatMap((names) => withDate(names, person))
  },
  {
    name: "given-end",
    keyOf: (person) => withEnd(person.given, person.family, 2).flatMap((names) => withDate(names, person))
  },
  {
    name: "names-month",
    keyOf: (person) =>
      // Files without a sex or citizenship agree with others without it, if the names are long enough.
      bothNames(person, person.sex === undefined || person.citizenship === undefined ? 8 : 6).flatMap((names) =>
        digitsOf(person.birth.day).flatMap((day) =>
          keys(names, person.birth.year, person.birth.month, day, person.sex ?? "", person.citizenship ?? "")
        )
      )
  },
  {
    name: "names-birthday",
    keyOf: (person) =>
      bothNames(person, 6).flatMap((names) =>
        digitsOf(person.birth.year).flatMap((year) =>
          keys(names, birthdayOf(person), year, person.sex, person.citizenship)
        )
      )
  },
  {
    name: "names-year",
    keyOf: (person) =>
      // Files without a sex or citizenship agree with others without it.
      bothNames(person, 4).flatMap((names) =>
        keys(names, person.birth.year, person.sex ?? "", person.citizenship ?? "")
      )
  },
  {
    name: "given-only",
    keyOf: (person) => longNames(person.given).flatMap((name) => withDate(name, person))
  },
  {
    name: "family-only",
    keyOf: (person) => longNames(person.family).flatMap((name) => withDate(name, person))
  },
  { name: "other-family", keyOf: () => [] }
]

/**
 * Rules that compare the keys of another rule, so that these are asked for once. `other-family`: the given name of `given-only`, also where both
 * files have a family name and these differ.
 */
export const comparedKeys: ReadonlyMap<string, string> = new Map([["other-family", "given-only"]])

/** Returns the two halves of a document's number: a wrong sign, or two exchanged ones, leave one of them right. */
const halves = (document: string | undefined): ReadonlyArray<string> => {
  if (document === undefined) return []
  const middle = document.length >> 1
  return [`${document.slice(0, middle)}-`, `-${document.slice(middle)}`]
}

const longNames = (names: ReadonlyArray<string>) => names.filter((name) => consonantsIn(name) >= 3)

const withDate = (name: string, person: NormalisedPerson) => keys(name, dateOf(person), person.sex, person.citizenship)

const namesWhere = (isExact: boolean): ReadonlySet<string> =>
  new Set(linkageRules.filter((rule) => (rule.isExact ?? false) === isExact).map(({ name }) => name))

export const exactRules: ReadonlySet<string> = namesWhere(true)
export const looseRules: ReadonlySet<string> = namesWhere(false)

/**
 * Rules for files that lack the day or a name, and the rule that decides where both files have all of it: two files that have keys of
 * that rule, but none in common, are of two persons.
 */
export const decidedBy: ReadonlyMap<string, string> = new Map([
  ["names-year", "names-date"],
  ["given-only", "names-date"],
  ["family-only", "names-date"]
])
