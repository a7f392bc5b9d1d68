/** Loads random records of persons into the raw tables, as a partner's batches: in any order, repeated, split. */
import { Effect } from "effect"
import fc from "fast-check"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { cut, emptyRawTables, insertBatches, partnerTable, type RawRow, shuffled, uuid } from "../marts/RawRows.ts"
import { type Day, type PersonRecord, type PersonWorld, partners } from "./PersonWorld.ts"

/** How the records are loaded: order, repetitions, number of batches, and whether parts were merged. */
export const loading = fc.record({
  order: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  repeats: fc.array(fc.nat(), { maxLength: 20 }),
  batches: fc.integer({ min: 1, max: 4 }),
  merged: fc.boolean()
})

export type Loading = typeof loading extends fc.Arbitrary<infer A> ? A : never

const dated = (stem: string, day: Day | null): RawRow => ({
  [`${stem}Year`]: day?.year ?? null,
  [`${stem}Month`]: day?.month ?? null
})

const bodyOf = (record: PersonRecord): RawRow => {
  switch (record.kind) {
    case "victim":
      return {
        ...dated("registered", record.registered),
        traffickingStatus: record.status,
        gender: record.gender,
        ageBand: record.ageBand,
        majorityStatus: record.majorityStatus,
        ageBandWhenTrafficked: record.ageBandWhenTrafficked,
        riskGroups: record.statedGroups,
        citizenship: record.citizenship,
        countryOfExploitation: record.country,
        typeOfExploitation: record.exploitation,
        forcedLabourIndustry: record.industries,
        typeOfSexExploitation: record.sexTypes,
        methodsOfControl: record.control,
        methodOfRecruitment: record.recruitment,
        relationshipToTrafficker: record.relationship
      }
    case "assistance":
      return {
        type: record.type,
        country: record.country,
        region: record.region,
        ...dated("requested", record.requested),
        ...dated("started", record.started),
        ...dated("ended", record.ended),
        outcome: record.outcome
      }
    case "proceeding":
      return {
        country: record.country,
        offenceArticle: record.article,
        stage: record.stage,
        ...dated("reached", record.reached)
      }
    case "route":
      return {
        "legs.country": ["RUS"],
        "legs.region": [null],
        "legs.role": ["Destination"],
        "legs.year": [record.arrived.year],
        "legs.month": [record.arrived.month],
        "legs.transport": [null],
        "legs.borderCrossing": [null],
        "legs.flowMonitoringPoint": [null],
        "legs.intended": [false]
      }
  }
}

const rawRow = (record: PersonRecord): RawRow => ({
  partner_id: record.partner,
  record_id: uuid(record.record),
  revision: record.revision,
  person: uuid(record.person),
  key_version: 1,
  content_hash: record.hash,
  kafka_partition: 0,
  kafka_offset: 0,
  ...bodyOf(record)
})

/** Adds records to the existing ones. */
export const addRecords = Effect.fn("LoadPersons.addRecords")(function* (
  records: ReadonlyArray<PersonRecord>,
  how: Loading
) {
  const warehouse = yield* Warehouse
  const again = how.repeats.flatMap((index) => records[index % Math.max(1, records.length)] ?? [])
  const rows = shuffled([...records, ...again], how.order)
  for (const kind of ["victim", "route", "assistance", "proceeding"] as const) {
    const table = `corridor_raw.${kind}_record`
    yield* insertBatches(table, cut(rows.filter((record) => record.kind === kind).map(rawRow), how.batches))
    if (how.merged) yield* warehouse.command(`optimize table ${table} final`)
  }
})

/** Persons who withdraw: their rows remain, as before the deletion is complete. */
export const addWithdrawals = (withdrawn: PersonWorld["withdrawn"]) =>
  insertBatches("corridor_raw.withdrawal", [
    withdrawn.map(({ partner, person }, index) => ({
      partner_id: partner,
      record_id: uuid(index),
      revision: 0,
      person: uuid(person),
      key_version: 1,
      content_hash: index,
      kafka_partition: 0,
      kafka_offset: index
    }))
  ])

/** Empties all and names the partners. */
export const startOver = Effect.fn("LoadPersons.startOver")(function* (demonstration: ReadonlySet<string>) {
  yield* emptyRawTables()
  yield* insertBatches(partnerTable, [
    partners.map((partner) => ({
      partner_id: partner,
      type: "NGO",
      name: partner,
      demonstration: demonstration.has(partner) ? 1 : 0,
      status: "active",
      created_at: 0,
      updated_at: 1
    }))
  ])
})
