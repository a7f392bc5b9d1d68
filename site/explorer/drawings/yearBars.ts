/** One panel per label with one bar per year, all on one scale from zero. A cell without a value has the badge of its state. */
import type { Cell } from "../cells/Table.ts"
import { badgeHeight, patterns } from "./cellPaint.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { folded } from "./folded.ts"
import { hiddenYear } from "./hiddenYear.ts"
import type { WriteFigure } from "./Picture.ts"
import { boldWidth, textWidth } from "./textWidth.ts"

interface BarRow {
  readonly name: string
  readonly paint?: string | undefined
  readonly cells: ReadonlyArray<{ readonly cell: Cell; readonly mark: Mark }>
}

interface YearBars {
  readonly picture: string
  readonly rows: ReadonlyArray<BarRow>
  readonly years: ReadonlyArray<string>
  readonly most: number
  readonly width: number
  readonly write?: WriteFigure | undefined
}

const [tall, low] = [56, badgeHeight + 4]

/** A panel without figures and ranges needs room for the signs of its states only; with a range, also for a sign above its line. */
const highOf = ({ cells }: BarRow): number =>
  cells.some(({ cell }) => cell.low !== undefined)
    ? tall + low
    : cells.some(({ cell }) => cell.value !== undefined)
      ? tall
      : low

const size = 12
const nameSize = 13
const lineHeight = 17

/** Space between a panel's years and the next panel's name, and between panels side by side. */
const [gap, gutter] = [22, 36]

/** The least width of a panel before panels are side by side. */
const minPanel = 420

/** The base line of a panel's bars, and the room above it. */
interface Ground {
  readonly base: number
  readonly high: number
}

/** What all bars of a picture share; `step` is the width of a year's column. */
interface Scale extends Pick<YearBars, "picture" | "most"> {
  readonly step: number
  readonly write: WriteFigure
}

/** Returns whether each year's number has room; otherwise its last two digits are written. */
const yearText = (year: string, step: number) => (textWidth(year, size) + 4 <= step ? year : `’${year.slice(-2)}`)

/** Returns the bar of a year, or the badge of its state with its bounds, in the column that begins at `x`. */
const bar = (
  { picture, step, most, write }: Scale,
  paint: string,
  x: number,
  { base, high }: Ground,
  { cell, mark }: BarRow["cells"][number]
): El => {
  const wide = Math.min(56, step - 6)
  const left = x + (step - wide) / 2
  const middle = { x: x + step / 2, "text-anchor": "middle", "font-size": size, fill: "@ink" }
  const y = (value: number) => base - (value / most) * tall
  if (cell.state === "published" && cell.value !== undefined) {
    // The whole column answers the pointer, however low its bar is.
    const column = el("rect", { x, y: base - high, width: step, height: high, fill: "none", "pointer-events": "all" })
    const height = Math.max(cell.value === 0 ? 0 : 1, base - y(cell.value))
    return marked(
      el(
        "g",
        {},
        column,
        el("rect", { x: left, y: base - height, width: wide, height, fill: paint }),
        el("text", { ...middle, y: base - height - 4 }, write(cell.value))
      ),
      mark
    )
  }
  const room = [x, base - high - 20, x + step, base] as const
  const place = { picture, x: x + step / 2, width: step, top: base - high, base, y, room, write }
  return marked(el("g", {}, ...hiddenYear({ ...place, cell }, []).elements), mark)
}

export const yearBars = ({ picture, rows, years, most, width, write = String }: YearBars) => {
  const across = Math.max(1, Math.min(rows.length, 2, Math.floor((width + gutter) / (minPanel + gutter))))
  const own = Math.min((width - gutter * (across - 1)) / across, 120 + years.length * 90)
  const step = (own - 8) / Math.max(1, years.length)
  const names = rows.map(({ name }) => folded(name, own - 8, (line) => boldWidth(line, nameSize)))
  const panelHeight = (row: BarRow, lines: number) => lines * lineHeight + 22 + highOf(row) + 20 + gap
  // Panels side by side are as high as the highest of them.
  const heights = Array.from({ length: Math.ceil(rows.length / across) }, (_, line) =>
    Math.max(
      ...rows
        .slice(line * across, (line + 1) * across)
        .map((row, i) => panelHeight(row, names[line * across + i]?.length ?? 0))
    )
  )
  const tops = heights.map((_, line) => heights.slice(0, line).reduce((sum, one) => sum + one, 0))
  const text = { "font-size": size, fill: "@ink", "aria-hidden": "true" }
  return {
    width: own * across + gutter * (across - 1),
    height: heights.reduce((sum, one) => sum + one, 0) - gap + 8,
    body: [
      patterns(picture),
      ...rows.flatMap((row, r) => {
        const { paint = "@step4", cells } = row
        const [line, x] = [Math.floor(r / across), (r % across) * (own + gutter)]
        const top = tops[line] as number
        const base = top + (heights[line] as number) - gap - 20
        return [
          ...(names[r] as ReadonlyArray<string>).map((words, i) =>
            el(
              "text",
              { ...text, x: x + 4, y: top + 15 + i * lineHeight, "font-size": nameSize, "font-weight": 600 },
              words
            )
          ),
          ...cells.map((one, c) =>
            bar({ picture, step, most, write }, paint, x + 4 + c * step, { base, high: highOf(row) }, one)
          ),
          el("line", { x1: x + 4, x2: x + own - 4, y1: base, y2: base, stroke: "@edge", "stroke-width": 1 }),
          ...years.map((year, c) =>
            el(
              "text",
              { ...text, x: x + 4 + c * step + step / 2, y: base + 15, "text-anchor": "middle", fill: "@quiet" },
              yearText(year, step)
            )
          )
        ]
      })
    ]
  }
}
