/**
 * **High risk.** Partners that are publicly known to have persons in a count. Releases say from which month on how many partners report a kind of record, and
 * that is the month of a partner's first record (`reporting.csv`). So in a month in which eight began there are at least eight persons, and as many in the last
 * month of eight that ceased. One that pauses ceases and begins again; so one that does not has persons in each year.
 */
import type { Contributions } from "@corridor/disclosure/attack/insiders"
import { contributionsOf } from "@corridor/disclosure/protect/contributionsOf"
import type { Knowledge } from "@corridor/disclosure/system/LinkedSystem"
import { monthsPer } from "@corridor/flow-statistics/series/Period"
import { panelDimension } from "../catalogue/Cube.ts"
import { firstMonthOf, partIn } from "../catalogue/timeLabels.ts"
import { unusuallySilent } from "../history/silences.ts"
import type { JointSystem } from "./JointSystem.ts"

/** A count of all persons of a kind of record and label of the panel at one time. */
interface Count {
  readonly cell: number
  /** First month, counted from year 0. */
  readonly month: number
  /** Its length in months. */
  readonly months: number
  readonly partners: ReadonlySet<string>
}

/** Returns the counts of one cube, those of a series together: by kind of record, panel, and length of the times. */
const seriesOf = ({ cubes, offsets, facts }: JointSystem, c: number): ReadonlyArray<ReadonlyArray<Count>> => {
  const { cube, linked } = cubes[c] as JointSystem["cubes"][number]
  const { dimensions, cells, codes } = linked.joined
  const time = dimensions.indexOf(cube.spine.time)
  if ((cube.recordKind ?? cube.spine.kind) === undefined || time < 0) return []
  const dividing = dimensions.flatMap((name, d) => ([cube.spine.kind, panelDimension].includes(name) ? [d] : []))
  const found = new Map<string, Array<Count>>()
  for (let own = 0; own < linked.system.cells; own++) {
    const cell = (offsets[c] as number) + own
    if (dimensions.some((_, d) => d !== time && !dividing.includes(d) && cells.at(own, d) !== 0)) continue
    const label = codes[time]?.[cells.at(own, time)] ?? ""
    const month = cells.at(own, time) === 0 ? undefined : firstMonthOf(label)
    if (month === undefined) continue
    const part = partIn(label)?.part
    const key = [part, ...dividing.map((d) => cells.at(own, d))].join()
    const series = found.get(key) ?? []
    found.set(key, series)
    series.push({
      cell,
      month,
      months: monthsPer[part ?? "year"] ?? 1,
      partners: new Set((facts.contributions?.[cell] ?? []).map(([partner]) => partner))
    })
  }
  return [...found.values()].map((series) => series.sort((a, b) => a.month - b.month))
}

/** Returns whether a partner with persons at two times and none between them may have been silent so long that it paused. */
const mayPause = (one: Count, next: Count): boolean => next.month + next.months - 2 - one.month >= unusuallySilent

/** Returns the partners that began or ceased to report, or paused, at the time of a count of all persons, by its cell. */
const firstReports = (joint: JointSystem): ReadonlyMap<number, ReadonlySet<string>> => {
  const found = new Map<number, Set<string>>()
  const add = ({ cell }: Count, partner: string) => found.set(cell, (found.get(cell) ?? new Set()).add(partner))
  for (const series of joint.cubes.flatMap((_, c) => seriesOf(joint, c))) {
    const end = series.at(-1)?.month ?? 0
    const first = new Map<string, Count>()
    const last = new Map<string, Count>()
    for (const one of series)
      for (const partner of one.partners) {
        const before = last.get(partner)
        if (before === undefined) first.set(partner, one)
        else if (mayPause(before, one)) for (const count of [before, one]) add(count, partner)
        last.set(partner, one)
      }
    for (const [partner, one] of first) add(one, partner)
    // A large partner that is silent for less than a year shows in `completeness.csv`, also one that pauses.
    for (const [partner, one] of last) if (end - one.month >= unusuallySilent) add(one, partner)
  }
  return found
}

/** Adds to what is known about all cells that these partners have at least one person there. */
export const learnFirstReports = (joint: JointSystem, known: Knowledge): void => {
  for (const [cell, partners] of firstReports(joint))
    known.low[cell] = Math.max(known.low[cell] as number, partners.size)
}

/** Returns what partners contribute, and which of them are known to have persons in a cell. */
export const contributionsIn = (joint: JointSystem): Contributions | undefined => {
  const contributions = contributionsOf(joint.facts)
  if (contributions === undefined) return undefined
  const names = [...new Set((joint.facts.contributions ?? []).flatMap((list) => (list ?? []).map(([name]) => name)))]
  const number = new Map(names.map((name, partner) => [name, partner]))
  const present = [...firstReports(joint)].map(
    ([cell, partners]) => [cell, [...partners].map((name) => number.get(name) as number)] as const
  )
  return { ...contributions, present: new Map(present) }
}
