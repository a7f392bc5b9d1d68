/** Loads route records as the pipeline would have stored them, with persons who withdraw and partners of a demonstration. */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import type { LoadedRecord, World } from "./NaiveMarts.ts"
import { cut, insertBatches, partnerTable, type RawRow, shuffled, uuid } from "./RawRows.ts"
import { type Loading, partners } from "./RouteHistories.ts"

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
