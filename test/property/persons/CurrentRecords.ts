/** The records that count, and rows of counts: shared by the plain loops that the marts of persons are compared with. */
import type { PersonRecord, PersonWorld } from "./PersonWorld.ts"

export type Row = Readonly<Record<string, unknown>>

/** The newest revision of each record of a kind, of persons who stay. */
export const current = <K extends PersonRecord["kind"]>(
  world: PersonWorld,
  kind: K
): ReadonlyArray<Extract<PersonRecord, { kind: K }>> => {
  const newest = new Map<string, PersonRecord>()
  for (const record of world.records) {
    if (record.kind !== kind) continue
    const id = `${record.partner} ${record.record}`
    if ((newest.get(id)?.revision ?? -1) < record.revision) newest.set(id, record)
  }
  const stays = (record: PersonRecord) =>
    world.withdrawn.every(({ partner, person }) => partner !== record.partner || person !== record.person)
  return [...newest.values()].filter(stays) as Array<Extract<PersonRecord, { kind: K }>>
}

/** Groups of records by a key, in the order in which keys were met. */
export const groupedBy = <R>(
  records: ReadonlyArray<R>,
  keysOf: (record: R) => ReadonlyArray<Row>
): ReadonlyArray<{ readonly key: Row; readonly records: ReadonlyArray<R> }> => {
  const groups = new Map<string, { key: Row; records: Array<R> }>()
  for (const record of records) {
    for (const key of keysOf(record)) {
      const text = JSON.stringify(key)
      const group = groups.get(text) ?? { key, records: [] }
      groups.set(text, group)
      if (!group.records.includes(record)) group.records.push(record)
    }
  }
  return [...groups.values()]
}

interface Person {
  readonly partner: string
  readonly person: number
}

export const personsOf = (records: ReadonlyArray<Person>): number =>
  new Set(records.map(({ partner, person }) => `${partner}/${person}`)).size

export const partnersOf = (records: ReadonlyArray<Person>): number =>
  new Set(records.map(({ partner }) => partner)).size

export const inventedOf = (world: PersonWorld, records: ReadonlyArray<Person>): number =>
  records.some(({ partner }) => world.demonstration.has(partner)) ? 1 : 0

/** What `measures()` counts. */
export const countsOf = (world: PersonWorld, records: ReadonlyArray<Person>): Row => ({
  victims: personsOf(records),
  records: records.length,
  partners: partnersOf(records),
  invented: inventedOf(world, records)
})

/** Number, quartiles and median of spans: sorted, and linear between neighbours. */
export const summaryOf = (name: string, spans: ReadonlyArray<number>): Row => {
  const sorted = [...spans].sort((a, b) => a - b)
  const at = (share: number): number | null => {
    if (sorted.length < 3) return null
    const place = share * (sorted.length - 1)
    const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number]
    return low + (high - low) * (place - Math.floor(place))
  }
  return {
    [`${name}_n`]: spans.length,
    [`${name}_q1`]: at(0.25),
    [`${name}_median`]: at(0.5),
    [`${name}_q3`]: at(0.75)
  }
}
