import type { Cell } from "../cells/Table.ts"
import { boundsText } from "./boundsLine.ts"
import { hiddenPaint, patterns, stateSign } from "./cellPaint.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { textWidth } from "./textWidth.ts"

export interface HeatCell {
  readonly cell: Cell
  readonly mark: Mark
}

export interface HeatMap {
  readonly picture: string
  readonly rows: ReadonlyArray<{ readonly name: string; readonly cells: ReadonlyArray<HeatCell> }>
  readonly columns: ReadonlyArray<string>
  /** The largest published figure of all years. */
  readonly most: number
  readonly width: number
  /** The smallest side of a square. The picture scrolls if it is then too wide. */
  readonly least?: number | undefined
}

const steps = ["@step1", "@step2", "@step3", "@step4", "@step5"] as const

/** Returns the colour class of a value: five equal intervals of its square root, because most counts are small. */
export const stepOf = (value: number, most: number): number =>
  Math.min(4, Math.max(0, Math.ceil(Math.sqrt(Math.max(0, value) / most) * 5) - 1))

/** Returns the largest value of each class. */
export const stepEnds = (most: number): ReadonlyArray<number> =>
  steps.map((_, i) => Math.max(1, Math.floor(((i + 1) / 5) ** 2 * most)))

export const stepPaint = (value: number, most: number): string => steps[stepOf(value, most)] as string

const onStep = (value: number, most: number) => (stepOf(value, most) >= 3 ? "@onDark" : "@onLight")

const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`)

const size = 12

export const heatMap = ({ picture, rows, columns, most, width, least = 18 }: HeatMap) => {
  const left = Math.min(width * 0.3, 12 + Math.max(0, ...rows.map(({ name }) => name.length)) * size * 0.58)
  // The last name extends beyond the last column.
  const leaning = Math.max(4, (columns.at(-1)?.length ?? 0) * size * 0.3 - 8)
  const side = Math.max(least, Math.min(54, (width - left - leaning) / Math.max(1, columns.length)))
  const high = Math.max(26, Math.min(36, side))
  const top = Math.min(130, 14 + Math.max(0, ...columns.map((name) => name.length)) * size * 0.5)
  const letters = Math.floor(left / (size * 0.58)) - 1
  const cellOf = ({ cell, mark }: HeatCell, x: number, y: number): El => {
    const box = { x: x + 1, y: y + 1, width: side - 2, height: high - 2 }
    const middle = { x: x + side / 2, y: y + high / 2 + 4.2, "text-anchor": "middle", "font-size": size }
    if (cell.state !== "published" || cell.value === undefined) {
      const state = cell.state === "published" ? "not_reported" : cell.state
      const paint = state === "not_reported" ? { fill: hiddenPaint(picture, state).fill } : hiddenPaint(picture, state)
      const bounds = boundsText(cell) ?? ""
      const full = `${stateSign.suppressed} ${bounds}`
      const text = bounds === "" || textWidth(full, size) > side - 2 ? stateSign.suppressed : full
      const ground = Math.max(14, textWidth(text, size))
      const sign =
        state === "suppressed"
          ? [
              el("rect", {
                x: x + side / 2 - ground / 2,
                y: y + high / 2 - 8,
                width: ground,
                height: 16,
                fill: "@ground"
              }),
              el("text", { ...middle, "font-weight": 600, fill: "@ink" }, text)
            ]
          : []
      return marked(el("g", {}, el("rect", { ...box, ...paint }), ...sign), mark)
    }
    const text = String(cell.value)
    return marked(
      el(
        "g",
        {},
        el("rect", { ...box, fill: stepPaint(cell.value, most) }),
        textWidth(text, size) > side - 2 ? undefined : el("text", { ...middle, fill: onStep(cell.value, most) }, text)
      ),
      mark
    )
  }
  return {
    height: top + rows.length * high + 6,
    width: Math.max(width, left + columns.length * side + leaning),
    body: [
      patterns(picture),
      ...columns.map((name, c) =>
        el(
          "text",
          {
            transform: `translate(${(left + c * side + side / 2 + 4).toFixed(1)} ${(top - 6).toFixed(1)}) rotate(-60)`,
            "font-size": size,
            fill: "@ink",
            "aria-hidden": "true"
          },
          cut(name, 20)
        )
      ),
      ...rows.flatMap(({ name, cells }, r) => [
        el(
          "text",
          {
            x: left - 6,
            y: top + r * high + high / 2 + 4.2,
            "text-anchor": "end",
            "font-size": size,
            fill: "@ink",
            "aria-hidden": "true"
          },
          cut(name, letters)
        ),
        ...cells.map((cell, c) => cellOf(cell, left + c * side, top + r * high))
      ])
    ]
  }
}
