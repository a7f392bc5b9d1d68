/**
 * Invented case files of the demonstration's partners, with names, for a linkage round: some persons are known to several partners, who write
 * their names in Latin or Cyrillic letters, and some to none. Nobody of them exists.
 */
import { linkageKeys } from "@corridor/linkage/keys/linkageKeys"
import type { KeyedPerson } from "@corridor/linkage/round/Client"
import { demoPartners } from "./Demonstration.ts"
import { mulberry32 } from "./mulberry32.ts"

const given: ReadonlyArray<readonly [latin: string, cyrillic: string]> = [
  ["Olena", "Олена"],
  ["Iryna", "Ирина"],
  ["Maria", "Мария"],
  ["Natalia", "Наталия"],
  ["Svitlana", "Светлана"],
  ["Tetiana", "Татьяна"],
  ["Andrii", "Андрей"],
  ["Sergei", "Сергей"],
  ["Dmitrii", "Дмитрий"],
  ["Viktor", "Виктор"]
]

const family: ReadonlyArray<readonly [latin: string, cyrillic: string]> = [
  ["Petrenko", "Петренко"],
  ["Kovalenko", "Коваленко"],
  ["Bondarenko", "Бондаренко"],
  ["Morozov", "Морозов"],
  ["Sokolov", "Соколов"],
  ["Lebedev", "Лебедев"],
  ["Tkachenko", "Ткаченко"],
  ["Romanov", "Романов"],
  ["Savchenko", "Савченко"],
  ["Orlov", "Орлов"]
]

export const inventedYears = ["2007", "2008", "2009"] as const

export interface InventedCases {
  /** The true number of persons: those known to partners, and those known to none. */
  readonly truth: number
  readonly known: number
  /** By partner. */
  readonly files: ReadonlyMap<string, ReadonlyArray<KeyedPerson>>
}

/** The probability that a partner knows a person, whoever else does: of twelve persons nine are known, four of them to several partners. */
const knows = 0.11

/** Draws `persons` persons and who knows them. */
export const inventedCases = (persons: number, seed = 27): InventedCases => {
  const random = mulberry32(seed)
  const below = (bound: number) => Math.floor(random() * bound)
  const pick = <A>(list: ReadonlyArray<A>): A => list[below(list.length)] as A
  const files = new Map<string, Array<KeyedPerson>>(demoPartners.map(({ id }) => [id, []]))
  let known = 0
  for (let i = 0; i < persons; i++) {
    const [first, last, year] = [pick(given), pick(family), pick(inventedYears)]
    const two = (number: number) => String(number).padStart(2, "0")
    const birthDate = `${1960 + below(40)}-${two(1 + below(12))}-${two(1 + below(28))}`
    const knownTo = demoPartners.filter(() => random() < knows).map(({ id }) => id)
    if (knownTo.length > 0) known += 1
    for (const partner of knownTo) {
      const script = below(2)
      const person = { givenNames: first[script] as string, familyNames: last[script] as string, birthDate }
      files.get(partner)?.push({ keys: linkageKeys(person), stratum: { year } })
    }
  }
  return { truth: persons, known, files }
}
