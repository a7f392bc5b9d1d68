/** Loads route records as the pipeline would have stored them, with persons who withdraw and partners of a demonstration. */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import type { LoadedRecord, World } from "./NaiveMarts.ts"
import { insertBatches, partnerTable, type RawRow } from "./RawRows.ts"
import { type Loading, partners } from "./RouteHistories.ts"

export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`

const rawRow = ({ partner, record, revision, person, hash, legs }: LoadedRecord): RawRow => ({
  partner_id: partner,
  record_id: uuid(record),
  revision,
  person: uuid(person),
  key_version: 1,
  content_hash: hash,
  kafka_partition: 0,
  kafka_offset: 0,
  "legs.country": legs.map((each) => each.country),
  "legs.region": legs.map((each) => each.region),
  "legs.role": legs.map((each) => each.role),
  "legs.year": legs.map((each) => each.year),
  "legs.month": legs.map((each) => each.month),
  "legs.transport": legs.map((each) => each.transport),
  "legs.borderCrossing": legs.map(() => null),
  "legs.flowMonitoringPoint": legs.map(() => null),
  "legs.intended": legs.map((each) => each.intended)
})

const shuffled = <A>(items: ReadonlyArray<A>, order: ReadonlyArray<number>): Array<A> => {
  const left = [...items]
  const out: Array<A> = []
  for (let i = 0; left.length > 0; i++) out.push(...left.splice((order[i % order.length] as number) % left.length, 1))
  return out
}

const cut = <A>(items: ReadonlyArray<A>, pieces: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: pieces }, (_, piece) => items.filter((_, index) => index % pieces === piece))

export const routeTable = "corridor_raw.route_record"

export const load = Effect.fn("test.load")(function* (records: ReadonlyArray<LoadedRecord>, how: Loading) {
  const warehouse = yield* Warehouse
  const again = how.repeats.flatMap((index) => records[index % Math.max(1, records.length)] ?? [])
  yield* insertBatches(routeTable, cut(shuffled([...records, ...again], how.order).map(rawRow), how.batches))
  if (how.merged) yield* warehouse.command(`optimize table ${routeTable} final`)
})

export const withdraw = Effect.fn("test.withdraw")(function* (persons: World["withdrawn"], how: Loading) {
  const warehouse = yield* Warehouse
  const rows = persons.map(({ partner, person }) => ({
    partner_id: partner,
    record_id: uuid(person),
    revision: 0,
    person: uuid(person),
    key_version: 1,
    content_hash: person,
    kafka_partition: 0,
    kafka_offset: 0
  }))
  yield* insertBatches("corridor_raw.withdrawal", [rows])
  if (!how.erased) return
  for (const { partner, person } of persons)
    yield* warehouse.command(`delete from ${routeTable} where partner_id = '${partner}' and person = '${uuid(person)}'`)
})

let changes = 0

export const setDemonstration = (demonstration: ReadonlySet<string>) =>
  insertBatches(partnerTable, [
    partners.map((partner) => ({
      partner_id: partner,
      type: "NGO",
      name: partner,
      demonstration: demonstration.has(partner) ? 1 : 0,
      status: "active",
      created_at: 0,
      // What a partner was before does not count.
      updated_at: ++changes
    }))
  ])
