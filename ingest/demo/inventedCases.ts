/**
 * Invented case files of the demonstration's partners, with names, for a linkage round: some persons are known to two or three partners, who
 * write their names in Latin or Cyrillic letters. Nobody of them exists.
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
  /** The true number of persons. */
  readonly truth: number
  /** By partner. */
  readonly files: ReadonlyMap<string, ReadonlyArray<KeyedPerson>>
}

/** Draws `persons` persons, of whom a third is known to two partners and a tenth to three. */
export const inventedCases = (persons: number, seed = 27): InventedCases => {
  const random = mulberry32(seed)
  const below = (bound: number) => Math.floor(random() * bound)
  const pick = <A>(list: ReadonlyArray<A>): A => list[below(list.length)] as A
  const files = new Map<string, Array<KeyedPerson>>(demoPartners.map(({ id }) => [id, []]))
  for (let i = 0; i < persons; i++) {
    const [first, last, year] = [pick(given), pick(family), pick(inventedYears)]
    const two = (number: number) => String(number).padStart(2, "0")
    const birthDate = `${1960 + below(40)}-${two(1 + below(12))}-${two(1 + below(28))}`
    const share = random()
    const knownTo = new Set<string>()
    while (knownTo.size < (share < 0.1 ? 3 : share < 0.43 ? 2 : 1)) knownTo.add(pick(demoPartners).id)
    for (const partner of knownTo) {
      const script = below(2)
      const person = { givenNames: first[script] as string, familyNames: last[script] as string, birthDate }
      files.get(partner)?.push({ keys: linkageKeys(person), stratum: { year } })
    }
  }
  return { truth: persons, files }
}
