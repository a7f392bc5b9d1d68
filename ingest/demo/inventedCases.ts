/**
 * Invented case files of the demonstration's partners, with names, for a linkage round: some persons are known to several partners, who write
 * their names in Latin or Cyrillic letters, and some to none. None of them exists.
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

/** The last years that the demonstration's records report, so that pages show persons with them. */
export const inventedYears = ["2006", "2007", "2008"] as const

interface InventedCases {
  /** The true number of persons: those known to partners, and those known to none. */
  readonly truth: number
  readonly known: number
  /** The case files by partner. */
  readonly files: ReadonlyMap<string, ReadonlyArray<KeyedPerson>>
}

/** The probability that a partner knows a person, independent of other partners: of twelve persons nine are known, four of them to several partners. */
const knows = 0.11

/** Twins: persons whom the operator invents and gives to two partners to write down, so that a round measures its own errors. */
const twins = 60

/** Other invented persons, each at one partner: with the twins they measure how often different persons are linked. */
const strangers = 340

/** Draws `persons` persons and who knows them, and the persons whom the operator invents. */
export const inventedCases = (persons: number, seed = 27): InventedCases => {
  const random = mulberry32(seed)
  const below = (bound: number) => Math.floor(random() * bound)
  const pick = <A>(list: ReadonlyArray<A>): A => list[below(list.length)] as A
  const files = new Map<string, Array<KeyedPerson>>(demoPartners.map(({ id }) => [id, []]))
  const two = (number: number) => String(number).padStart(2, "0")
  const draw = () => {
    const [first, last, year] = [pick(given), pick(family), pick(inventedYears)]
    return { first, last, year, birthDate: `${1960 + below(40)}-${two(1 + below(12))}-${two(1 + below(28))}` }
  }
  /** Writes a person down as a partner's workers do: in one of two scripts. */
  const write = (partner: string, { first, last, year, birthDate }: ReturnType<typeof draw>, twin?: string) => {
    const script = below(2)
    const person = { givenNames: first[script] as string, familyNames: last[script] as string, birthDate }
    files
      .get(partner)
      ?.push({ keys: linkageKeys(person), stratum: { year }, ...(twin === undefined ? {} : { known: twin }) })
  }
  let known = 0
  for (let i = 0; i < persons; i++) {
    const person = draw()
    const knownTo = demoPartners.filter(() => random() < knows)
    if (knownTo.length > 0) known += 1
    for (const { id } of knownTo) write(id, person)
  }
  for (let i = 0; i < twins + strangers; i++) {
    const [person, first] = [draw(), below(demoPartners.length)]
    const places = i < twins ? [first, first + 1 + below(demoPartners.length - 1)] : [first]
    for (const at of places) write(demoPartners[at % demoPartners.length]?.id ?? "", person, `twin ${i + 1}`)
  }
  return { truth: persons, known, files }
}
