/** `assistance` and `assistance_by_year` by plain loops over the records. */
import { countsOf, current, groupedBy, inventedOf, personsOf, type Row, summaryOf } from "./CurrentRecords.ts"
import type { Assistance, Day, PersonWorld } from "./PersonWorld.ts"

const monthsBetween = (from: Day | null, to: Day | null): number | undefined => {
  if (from === null || to === null || from.month === null || to.month === null) return undefined
  return (to.year - from.year) * 12 + to.month - from.month
}

const spansOf = (name: string, pairs: ReadonlyArray<readonly [Day | null, Day | null]>): Row => {
  const whole = pairs.filter(([from, to]) => from !== null && to !== null)
  const spans = whole.map(([from, to]) => monthsBetween(from, to))
  return {
    ...summaryOf(name, spans.filter((months) => months !== undefined && months >= 0) as Array<number>),
    [`${name}_not_known`]: spans.filter((months) => months === undefined).length,
    [`${name}_backwards`]: spans.filter((months) => months !== undefined && months < 0).length
  }
}

const none: { readonly year: null; readonly month: null } = { year: null, month: null }

/** Help is dated by its start, else by the request, else by its end. */
export const dateOfHelp = ({ requested, started, ended }: Assistance) => started ?? requested ?? ended ?? none

const rows = (world: PersonWorld, cellOf: (record: Assistance) => Row): ReadonlyArray<Row> =>
  groupedBy(current(world, "assistance"), (record) => [cellOf(record)]).map(({ key, records }) => {
    const withOutcome = (outcome: string | null) => records.filter((each) => each.outcome === outcome).length
    return {
      ...key,
      ...countsOf(world, records),
      requested: records.filter(({ requested }) => requested !== null).length,
      started: records.filter(({ started }) => started !== null).length,
      ended: records.filter(({ ended }) => ended !== null).length,
      not_started: records.filter(({ requested, started }) => requested !== null && started === null).length,
      ...spansOf(
        "waiting",
        records.map(({ requested, started }) => [requested, started])
      ),
      ...spansOf(
        "duration",
        records.map(({ started, ended }) => [started, ended])
      ),
      completed: withOutcome("Completed"),
      interrupted: withOutcome("Interrupted"),
      declined: withOutcome("Declined"),
      referred: withOutcome("Referred"),
      ongoing: withOutcome("Ongoing"),
      outcome_not_reported: withOutcome(null),
      closed: records.filter(({ outcome }) => outcome !== null && outcome !== "Ongoing").length
    }
  })

export const assistance = (world: PersonWorld): ReadonlyArray<Row> =>
  rows(world, (record) => ({
    assistance_type: record.type,
    country: record.country,
    region: record.region,
    year: dateOfHelp(record).year,
    month: dateOfHelp(record).month
  }))

export const assistanceByYear = (world: PersonWorld): ReadonlyArray<Row> =>
  rows(world, (record) => ({
    assistance_type: record.type,
    country: record.country,
    year: dateOfHelp(record).year
  }))

export const partnerAssistance = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(current(world, "assistance"), (record) => [
    {
      partner_id: record.partner,
      assistance_type: record.type,
      country: record.country ?? "NotKnown",
      year: dateOfHelp(record).year
    }
  ]).map(({ key, records }) => ({ ...key, victims: personsOf(records), invented: inventedOf(world, records) }))
