/** `coverage` and its sisters by plain loops over partners, kinds of records and months. */
import { current, groupedBy, personsOf, type Row } from "./CurrentRecords.ts"
import { dateOfHelp } from "./NaiveAssistance.ts"
import { type PersonRecord, type PersonWorld, partners } from "./PersonWorld.ts"

const kinds = ["victim", "route", "assistance", "proceeding"] as const

const dateOf = (record: PersonRecord): { readonly year: number | null; readonly month: number | null } => {
  if (record.kind === "victim") return record.registered
  if (record.kind === "route") return record.arrived
  return record.kind === "proceeding" ? record.reached : dateOfHelp(record)
}

/** A month that can be counted; undefined where it is not known. */
const numberOf = (record: PersonRecord): number | undefined => {
  const { year, month } = dateOf(record)
  return year === null || month === null ? undefined : year * 12 + month - 1
}

const numbersOf = (records: ReadonlyArray<PersonRecord>) =>
  records.map(numberOf).filter((each) => each !== undefined) as Array<number>

const stateOf = (all: ReadonlyArray<number>, own: ReadonlyArray<PersonRecord>, month: number): string => {
  if (own.length === 0) return "not_collected"
  const dates = own.map(dateOf)
  const maybeHere = dates.some(
    (date) => date.year === null || (date.month === null && date.year === Math.floor(month / 12))
  )
  if (maybeHere) return "not_known"
  const months = numbersOf(own)
  const isInside = months.some((each) => each < month) && months.some((each) => each > month)
  return isInside && all.includes(month) ? "zero" : "not_reported"
}

export const coverage = (world: PersonWorld): ReadonlyArray<Row> =>
  partners.flatMap((partner) => {
    const records = kinds.flatMap((kind) => current(world, kind)).filter((each) => each.partner === partner)
    const months = numbersOf(records)
    const invented = world.demonstration.has(partner) ? 1 : 0
    return kinds.flatMap((record_kind) => {
      const own = records.filter(({ kind }) => kind === record_kind)
      const reported = groupedBy(own, (record) => [{ year: dateOf(record).year, month: dateOf(record).month }]).map(
        ({ key, records: those }) => ({ ...key, state: "reported", records: those.length, persons: personsOf(those) })
      )
      const silent: Array<Row> = []
      for (let month = Math.min(...months); month <= Math.max(...months); month++) {
        if (numbersOf(own).includes(month)) continue
        const state = stateOf(months, own, month)
        const count = state === "zero" ? 0 : null
        silent.push({ year: Math.floor(month / 12), month: (month % 12) + 1, state, records: count, persons: count })
      }
      return [...reported, ...silent].map((row) => ({ partner_id: partner, record_kind, ...row, invented }))
    })
  })

const sum = (rows: ReadonlyArray<Row>, column: string) =>
  rows.reduce((total, row) => total + ((row[column] as number | null) ?? 0), 0)

const some = (rows: ReadonlyArray<Row>, column: string) => (sum(rows, column) > 0 ? 1 : 0)

export const coverageByYear = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(
    coverage(world),
    ({ partner_id, record_kind, year }) => [{ partner_id, record_kind, year }] as Array<Row>
  ).map(({ key, records: rows }) => {
    const months = (state: string) => rows.filter((row) => row["state"] === state && row["month"] !== null).length
    return {
      ...key,
      months_reported: months("reported"),
      months_zero: months("zero"),
      months_not_reported: months("not_reported"),
      months_not_known: months("not_known"),
      months_not_collected: months("not_collected"),
      records: sum(rows, "records"),
      records_without_month: sum(
        rows.filter((row) => row["month"] === null),
        "records"
      ),
      is_reporting: some(rows, "records"),
      invented: some(rows, "invented")
    }
  })

export const coverageByMonth = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(coverage(world), ({ record_kind, year, month }) => [{ record_kind, year, month }] as Array<Row>).map(
    ({ key, records: rows }) => {
      const partnersIn = (state: string) => rows.filter((row) => row["state"] === state).length
      return {
        ...key,
        partners_reported: partnersIn("reported"),
        partners_zero: partnersIn("zero"),
        partners_not_reported: partnersIn("not_reported"),
        partners_not_known: partnersIn("not_known"),
        partners_not_collected: partnersIn("not_collected"),
        records: sum(rows, "records"),
        persons: sum(rows, "persons"),
        invented: some(rows, "invented")
      }
    }
  )

/** First revisions by month, all loaded in this month. */
export const loadingDelays = (world: PersonWorld): ReadonlyArray<Row> => {
  const loaded = `${new Date().toISOString().slice(0, 7)}-01`
  const first = new Map<string, PersonRecord>()
  for (const record of world.records) {
    const id = `${record.kind} ${record.partner} ${record.record}`
    if ((first.get(id)?.revision ?? Number.POSITIVE_INFINITY) > record.revision) first.set(id, record)
  }
  const known = [...first.values()].filter(
    (record) =>
      numberOf(record) !== undefined &&
      world.withdrawn.every(({ partner, person }) => partner !== record.partner || person !== record.person)
  )
  return groupedBy(known, (record) => [
    { partner_id: record.partner, record_kind: record.kind, ...dateOf(record) }
  ]).map(({ key, records }) => ({
    ...key,
    loaded,
    records: records.length,
    invented: world.demonstration.has(key["partner_id"] as string) ? 1 : 0
  }))
}
