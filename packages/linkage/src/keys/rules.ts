/** The linkage rules: what must agree for two case files to be of one person. docs/keys.md says how often each is right. */
import type { NormalisedPerson } from "./Person.ts"

export interface LinkageRule {
  readonly name: string
  /** Empty where the rule does not apply; several keys where a name has several readings or parts. */
  readonly keyOf: (person: NormalisedPerson) => ReadonlyArray<string>
}

type Part = string | number | undefined

/** One key of all parts; none where a part is unknown. */
const keys = (...parts: ReadonlyArray<Part>): ReadonlyArray<string> =>
  parts.includes(undefined) ? [] : [parts.join("|")]

/** Both names in alphabetical order, so that swapped fields agree. `consonants`: how many both must have together. */
const bothNames = ({ given, families }: NormalisedPerson, consonants = 0): ReadonlyArray<string> =>
  given
    .flatMap((name) => families.map((family) => [name, family].sort().join("+")))
    .filter((names) => names.length > consonants)

/** The whole date with the smaller of day and month first, so that swapped ones agree. */
const dateOf = ({ birth: { year, month, day } }: NormalisedPerson): string | undefined =>
  year === undefined || month === undefined || day === undefined
    ? undefined
    : `${year}|${Math.min(month, day)}|${Math.max(month, day)}`

/** Every name of one list with the beginning of every name of another. */
const withBeginning = (names: ReadonlyArray<string>, others: ReadonlyArray<string>, length: number) =>
  names.flatMap((name) => others.map((other) => `${name}|${other.slice(0, length)}`))

/** The strictest first. The linker takes them in this order. */
export const linkageRules: ReadonlyArray<LinkageRule> = [
  { name: "document-year", keyOf: ({ document, birth }) => keys(document, birth.year) },
  {
    name: "names-date",
    keyOf: (person) => bothNames(person).flatMap((names) => keys(names, dateOf(person)))
  },
  {
    name: "document-name",
    keyOf: ({ document, given, families }) => [...given, ...families].flatMap((name) => keys(document, name))
  },
  {
    name: "family-date",
    keyOf: (person) => withBeginning(person.families, person.given, 1).flatMap((names) => keys(names, dateOf(person)))
  },
  {
    name: "given-date",
    keyOf: (person) => withBeginning(person.given, person.families, 2).flatMap((names) => keys(names, dateOf(person)))
  },
  {
    name: "document-half",
    keyOf: (person) => halves(person.document).flatMap((half) => keys(half, dateOf(person)))
  },
  {
    name: "names-month",
    keyOf: (person) => bothNames(person, 7).flatMap((names) => keys(names, person.birth.year, person.birth.month))
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
    keyOf: (person) => longNames(person.given).flatMap((name) => oneName(name, person))
  },
  {
    name: "family-only",
    keyOf: (person) => longNames(person.families).flatMap((name) => oneName(name, person))
  }
]

/** The two halves of a document's number: a wrong sign, or two exchanged ones, leave one of them right. */
const halves = (document: string | undefined): ReadonlyArray<string> => {
  if (document === undefined) return []
  const middle = document.length >> 1
  return [`${document.slice(0, middle)}-`, `-${document.slice(middle)}`]
}

const longNames = (names: ReadonlyArray<string>) => names.filter(({ length }) => length >= 3)

const oneName = (name: string, person: NormalisedPerson) => keys(name, dateOf(person), person.sex, person.citizenship)

/**
 * Rules for files that lack the day or a name, and the rule that decides where both files have all of it: two files that have keys of
 * that rule, but none in common, are of two persons.
 */
export const decidedBy: ReadonlyMap<string, string> = new Map([
  ["names-year", "names-date"],
  ["given-only", "names-date"],
  ["family-only", "names-date"]
])
