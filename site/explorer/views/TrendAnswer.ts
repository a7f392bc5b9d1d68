import type { TrendAnswer as Answer } from "../../api/schemas/TrendSchemas.ts"
import type { Cell, Table } from "../cells/Table.ts"

/** The part of the answer of `/v1/trends` that the page reads. It states verdicts in words of its own. */
export type TrendAnswer = Pick<
  Answer,
  "figure" | "verdict" | "panel" | "incomplete" | "pauses" | "reporting" | "reportingPauses"
>

export type StatedVerdict = NonNullable<NonNullable<TrendAnswer["panel"]>["verdict"]>

export type Interval = NonNullable<StatedVerdict["rate"]>

const none: Cell = { labels: [], state: "not_reported", value: undefined, asOf: undefined }

/** Returns how many partners reported at the end of a year or month. Coverage is this and nothing else. */
export const partnersAt = ({ reporting }: TrendAnswer, when: string): Cell => {
  const entry = reporting.findLast(({ from }) => from.slice(0, when.length) <= when)
  if (entry === undefined) return none
  return entry.partners === null
    ? { ...none, state: "suppressed" }
    : { ...none, state: "published", value: entry.partners }
}

const numberOf = (value: string | number | undefined) => (typeof value === "number" ? value : undefined)

/** Returns what the constant panel shows for each year or month; empty if it is not published. */
export const panelCells = ({ figure, panel }: TrendAnswer): ReadonlyArray<Cell> =>
  (panel?.series ?? []).map((one) => ({
    ...none,
    state: one.state,
    value: one.state === "published" ? numberOf(one[figure]) : undefined,
    low: numberOf(one["low"]),
    high: numberOf(one["high"])
  }))

/** Returns the address of the answer for one cell of a table. */
export const trendAddress = (
  table: Pick<Table, "name">,
  release: number,
  where: Readonly<Record<string, string>>
): string => `/v1/trends?${new URLSearchParams({ table: table.name, release: String(release), ...where })}`
