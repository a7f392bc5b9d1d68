import { type Cell, isReported, notReported } from "../cells/Cell.ts"
import { type Series, seriesOf } from "../series/Series.ts"
import type { Timeline } from "../series/timeline.ts"

/** Values by reporter and period. */
export interface Panel {
  readonly timeline: Timeline
  readonly reporters: ReadonlyArray<string>
  /** `cells[reporter][period]`; `not_reported` if there is none. */
  readonly cells: ReadonlyArray<ReadonlyArray<Cell>>
}

const plus = (a: Cell, b: Cell): Cell => {
  if (!isReported(a)) return b
  if (!isReported(b)) return a
  return {
    state: a.state === "published" && b.state === "published" ? "published" : "suppressed",
    value: a.value + b.value,
    low: a.low + b.low,
    high: a.high + b.high
  }
}

/**
 * Builds a panel cell by cell.
 *
 * @example
 * ```ts
 * import { exact, panelBuilder, seriesFrom } from "@corridor/flow-statistics"
 *
 * const builder = panelBuilder(seriesFrom(["2023", "2024"], [0, 0]))
 * builder.add("shelter-north", 1, exact(12), false)
 * const panel = builder.build() // 2023 is not reported
 * ```
 */
export const panelBuilder = (timeline: Timeline) => {
  const places = new Map<string, Array<Cell | undefined>>()
  return {
    /** Adds a cell. Returns false if the reporter already has one in this period and `sum` is false. */
    add: (reporter: string, at: number, cell: Cell, sum: boolean): boolean => {
      const own = places.get(reporter) ?? new Array<Cell | undefined>(timeline.periods.length).fill(undefined)
      places.set(reporter, own)
      const known = own[at]
      if (known !== undefined && !sum) return false
      own[at] = known === undefined ? cell : plus(known, cell)
      return true
    },
    build: (): Panel => ({
      timeline,
      reporters: [...places.keys()],
      cells: [...places.values()].map((own) => own.map((cell) => cell ?? notReported()))
    })
  }
}

/** Returns the sum over reporters of one period; not reported if no reporter has a value. */
export const sumAt = ({ cells }: Panel, at: number, keep: (reporter: number) => boolean): Cell =>
  cells.reduce<Cell>((sum, own, reporter) => (keep(reporter) ? plus(sum, own[at] as Cell) : sum), notReported())

/** Returns the sum over reporters of each period. */
export const panelSum = (panel: Panel, keep: (reporter: number) => boolean = () => true): Series =>
  seriesOf(
    panel.timeline,
    panel.timeline.periods.map((_, at) => sumAt(panel, at, keep))
  )
