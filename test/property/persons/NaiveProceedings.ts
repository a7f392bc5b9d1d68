/** `proceedings` and `proceedings_by_year` by plain loops over the records. */
import { current, groupedBy, inventedOf, partnersOf, personsOf, type Row, summaryOf } from "./CurrentRecords.ts"
import type { Day, PersonWorld, Proceeding } from "./PersonWorld.ts"

const stages = ["Detected", "Investigated", "Prosecuted", "Convicted", "ClosedWithoutConviction"] as const
type Stage = (typeof stages)[number]

interface Case {
  readonly partner: string
  readonly person: number
  readonly country: string
  readonly article: string
  readonly reached: Partial<Record<Stage, Day>>
}

const first = ({ year, month }: Day) => year * 100 + (month ?? 1)
const last = ({ year, month }: Day) => year * 100 + (month ?? 12)

/** Of two dates the one by which it had surely happened, the vaguer one where they are equal in that. */
const earlier = (a: Day, b: Day): Day => {
  if (last(a) !== last(b)) return last(a) < last(b) ? a : b
  return first(a) <= first(b) ? a : b
}

const casesOf = (world: PersonWorld): ReadonlyArray<Case> =>
  groupedBy(current(world, "proceeding"), ({ partner, person, country, article }) => [
    { partner, person, country, article }
  ]).map(({ key, records }) => {
    const reached: Partial<Record<Stage, Day>> = {}
    for (const { stage, reached: day } of records as ReadonlyArray<Proceeding & { stage: Stage }>) {
      const known = reached[stage]
      reached[stage] = known === undefined ? day : earlier(known, day)
    }
    return { ...(key as unknown as Omit<Case, "reached">), reached }
  })

const yearOf = ({ reached }: Case) => Math.min(...Object.values(reached).map(({ year }) => year))

/** The stages that come before a stage, in their order. */
const before = (stage: Stage): ReadonlyArray<Stage> =>
  stage === "ClosedWithoutConviction" ? stages.slice(0, 3) : stages.slice(0, stages.indexOf(stage))

const later: Readonly<Record<Stage, ReadonlyArray<Stage>>> = {
  Detected: ["Investigated", "Prosecuted", "Convicted"],
  Investigated: ["Prosecuted", "Convicted"],
  Prosecuted: ["Convicted"],
  Convicted: [],
  ClosedWithoutConviction: []
}

/** The date from which the time to a stage runs: of the stage right before, for the closed of the last before. */
const start = ({ reached }: Case, stage: Stage): Day | undefined => {
  const earlierStages = before(stage)
  if (stage !== "ClosedWithoutConviction") {
    const previous = earlierStages.at(-1)
    return previous === undefined ? undefined : reached[previous]
  }
  const found = [...earlierStages].reverse().find((each) => reached[each] !== undefined)
  return found === undefined ? undefined : reached[found]
}

const passed = ({ reached }: Case, stage: Stage) => [stage, ...later[stage]].some((each) => reached[each] !== undefined)

const row = (world: PersonWorld, cases: ReadonlyArray<Case>, stage: Stage): Row => {
  const there = cases.filter(({ reached }) => reached[stage] !== undefined)
  const number = stages.indexOf(stage) + 1
  const previous = stages[number - 2] as Stage
  const base = number === 1 || number === 5 ? cases.length : cases.filter((each) => passed(each, previous)).length
  const through = cases.filter((each) => passed(each, stage)).length
  const spans = there.flatMap((each) => {
    const from = start(each, stage)
    const to = each.reached[stage] as Day
    if (from === undefined) return []
    return [from.month === null || to.month === null ? null : (to.year - from.year) * 12 + to.month - from.month]
  })
  return {
    stage_number: number,
    stage,
    cases: cases.length,
    reached: there.length,
    passed: through,
    base,
    conversion: base === 0 ? null : through / base,
    gaps: through - there.length,
    without_previous: number === 1 ? 0 : there.filter((each) => start(each, stage) === undefined).length,
    out_of_order: there.filter(({ reached }) =>
      before(stage).some((each) => {
        const day = reached[each]
        return day !== undefined && last(reached[stage] as Day) < first(day)
      })
    ).length,
    with_two_ends: there.filter(({ reached }) => reached.Convicted && reached.ClosedWithoutConviction).length,
    ...summaryOf("months", spans.filter((each) => each !== null && each >= 0) as Array<number>),
    months_not_known: spans.filter((each) => each === null).length,
    months_backwards: spans.filter((each) => each !== null && each < 0).length,
    partners: partnersOf(cases),
    invented: inventedOf(world, cases)
  }
}

export const proceedings = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(casesOf(world), (each) => [
    { offence_article: each.article, country: each.country, year: yearOf(each) }
  ]).flatMap(({ key, records }) => stages.map((stage) => ({ ...key, ...row(world, records, stage) })))

export const proceedingsByYear = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(casesOf(world), ({ article, country, reached }) =>
    stages.flatMap((stage, index) => {
      const day = reached[stage]
      return day === undefined
        ? []
        : [{ offence_article: article, country, year: day.year, stage_number: index + 1, stage }]
    })
  ).map(({ key, records }) => ({
    ...key,
    cases: records.length,
    persons: personsOf(records),
    partners: partnersOf(records),
    invented: inventedOf(world, records)
  }))

export const partnerProceedings = (world: PersonWorld): ReadonlyArray<Row> =>
  groupedBy(casesOf(world), ({ partner, article, country, reached }) =>
    stages.flatMap((stage) => {
      const day = reached[stage]
      return day === undefined
        ? []
        : [{ partner_id: partner, offence_article: article, country: country ?? "NotKnown", year: day.year, stage }]
    })
  ).map(({ key, records }) => ({ ...key, victims: personsOf(records), invented: inventedOf(world, records) }))
