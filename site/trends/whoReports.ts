import { periodName } from "@corridor/flow-statistics/series/Period"
import type { Reporting } from "../../release/history/reportingChanges.ts"
import { reportingPauses } from "../../release/history/reportingPauses.ts"

/** Returns the number of partners that report a kind of record from each month on, null if they are too few to publish it, and when fewer reported than before and after. */
export const whoReports = (reporting: ReadonlyArray<Reporting>) => ({
  reporting: reporting.map(({ month, partners }) => ({ from: periodName("month", month), partners: partners ?? null })),
  reportingPauses: reportingPauses(reporting).map(({ from, to, partners, before, after }) => ({
    ...{ from: periodName("month", from), to: periodName("month", to) },
    ...{ partners: partners ?? null, before, after }
  }))
})
