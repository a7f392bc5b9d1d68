import { type Series, seriesOf, type Timeline } from "../series/Series.ts"
import { type Cell, silent } from "../table/Cell.ts"

/** Who reported what in which period. */
export interface Panel {
  readonly timeline: Timeline
  readonly reporters: ReadonlyArray<string>
  /** `cells[reporter][period]`; silence where a reporter said nothing. */
  readonly cells: ReadonlyArray<ReadonlyArray<Cell>>
}

/** A cell that says something: a figure, zero included, or that there is one which is not shown. */
export const isReported = (cell: Cell): boolean => !Number.isNaN(cell.value)

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

/** Collects a panel cell by cell. */
export const panelOf = (timeline: Timeline) => {
  const places = new Map<string, Array<Cell | undefined>>()
  return {
    /** False when the reporter has said something of this period and nothing is to be added up. */
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
      cells: [...places.values()].map((own) => own.map((cell) => cell ?? silent()))
    })
  }
}

/** The sum over reporters, period by period; silence where none of them said anything. */
export const sumOf = (panel: Panel, keep: (reporter: number) => boolean = () => true): Series =>
  seriesOf(
    panel.timeline,
    panel.timeline.periods.map((_, at) =>
      panel.cells.reduce<Cell>((sum, own, reporter) => (keep(reporter) ? plus(sum, own[at] as Cell) : sum), silent())
    )
  )
