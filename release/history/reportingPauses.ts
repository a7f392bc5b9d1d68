/**
 * When fewer partners report than before and after. It is computed from the published numbers of partners alone, so it tells no more than these
 * (docs/decisions/0322-reporting-paused.md): also not whether the partners that began are those that ceased.
 */

import { runsOf } from "../catalogue/monthRuns.ts"
import { fewestPublished, type Reporting } from "./reportingChanges.ts"

/** A span in which fewer partners report than before and after. */
export interface ReportingPause {
  /** First and last month, counted from year 0. */
  readonly from: number
  readonly to: number
  /** The fewest that report in between; undefined if they are fewer than may be published. */
  readonly partners: number | undefined
  readonly before: number
  readonly after: number
}

/** Returns the pauses of reporting of one kind of record: those that hold whatever the numbers are that may not be published. */
export const reportingPauses = (
  reporting: ReadonlyArray<Pick<Reporting, "month" | "partners">>
): ReadonlyArray<ReportingPause> => {
  const fewer = reporting.flatMap(({ partners = fewestPublished - 1 }, i) => {
    const isMore = (other: Pick<Reporting, "partners">) => (other.partners ?? 0) > partners
    return reporting.slice(0, i).some(isMore) && reporting.slice(i + 1).some(isMore) ? [i] : []
  })
  return runsOf(fewer).map(({ from, to }) => {
    const numbers = reporting.slice(from, to + 1).map(({ partners }) => partners)
    const at = (i: number) => reporting[i] as { readonly month: number; readonly partners: number }
    return {
      from: at(from).month,
      to: at(to + 1).month - 1,
      partners: numbers.some((one) => one === undefined) ? undefined : Math.min(...(numbers as ReadonlyArray<number>)),
      before: at(from - 1).partners,
      after: at(to + 1).partners
    }
  })
}

/** A pause with its months as names; `partners` is absent if they are fewer than may be published. */
interface NamedPause {
  readonly from: string
  readonly to: string
  readonly partners: number | null | undefined
  readonly before: number
  readonly after: number
}

/** Says in English when some reporting paused, after words such as "reporting paused". */
export const pauseWords = ({ from, to, partners, before, after }: NamedPause): string =>
  `from ${from} to ${to}: ${before} partners before, then ${partners ?? `fewer than ${fewestPublished}`}, ${after} after`
