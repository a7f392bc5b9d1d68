import { periodName } from "@corridor/flow-statistics/series/Period"
import type { Reporting } from "../../release/history/reportingChanges.ts"

/** Returns the number of partners that report from each month on; null if they are too few to publish it. */
export const reportingFrom = (reporting: ReadonlyArray<Reporting>) =>
  reporting.map(({ month, partners }) => ({ from: periodName("month", month), partners: partners ?? null }))
