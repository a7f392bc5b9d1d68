/** The part of `/v1/trends` that the page reads. */
import type { Cell, Table } from "../cells/Table.ts"

export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

interface Break {
  readonly at: string
  readonly low: string
  readonly high: string
  readonly factor: Interval
}

export interface StatedVerdict {
  readonly direction: string
  readonly published: number
  readonly suppressed: number
  /** Relative change per year; null if there are too few points. */
  readonly rate: Interval | null
  /** How many times as wide the suppressed cells make the interval; null if there are none. */
  readonly widened: number | null
  /** What a verdict would need; null if there is one, or suppressed figures decide. */
  readonly need: { readonly years: number | null; readonly cases: number | null } | null
  /** The year or part of one that is far from the others and left out, or alone would make a change; null if there is none. */
  readonly apart: string | null
  readonly breaks: ReadonlyArray<Break> | null
}

type Figures = Readonly<Record<string, string | number>>

export interface TrendAnswer {
  /** Name of the column with the figures. */
  readonly figure: string
  readonly verdict: StatedVerdict & {
    /** The table that decided: this one, or one of the same cell by parts of years. */
    readonly of: string
    /** The partners that it is of: all, or those that reported throughout. */
    readonly partners: "all" | "throughout"
    /** Null if it cannot be computed, like its parts. */
    readonly slope: Readonly<Record<"value" | "low" | "high", number | null>> | null
    /** Months of the series from which other partners report. */
    readonly reporting: ReadonlyArray<string>
  }
  /** What the partners that reported throughout show; null if it is not published. */
  readonly panel: {
    readonly partners: number | null
    readonly series: ReadonlyArray<Figures>
    readonly verdict: StatedVerdict | null
  } | null
  /** Months of which records are still expected: the share that is loaded, and the figure once all are, where they are known. */
  readonly incomplete: ReadonlyArray<{
    readonly month: string
    readonly arrived: { readonly share: number } | null
    readonly estimate: { readonly value: number; readonly low: number; readonly high: number } | null
  }>
  /** Number of partners that report from a month on; null if they are too few to publish it. */
  readonly reporting: ReadonlyArray<{ readonly from: string; readonly partners: number | null }>
}

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
    state: one["state"] as Cell["state"],
    value: one["state"] === "published" ? numberOf(one[figure]) : undefined,
    low: numberOf(one["low"]),
    high: numberOf(one["high"])
  }))

/** Returns the address of the answer for one cell of a table. */
export const trendAddress = (
  table: Pick<Table, "name">,
  release: number,
  where: Readonly<Record<string, string>>
): string => `/v1/trends?${new URLSearchParams({ table: table.name, release: String(release), ...where })}`
