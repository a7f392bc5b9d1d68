import { boundsText } from "./boundsLine.ts"
import { hiddenPaint, hiddenStateOf, patterns, stateSign } from "./cellPaint.ts"
import { type El, el, marked } from "./El.ts"
import { folded } from "./folded.ts"
import { type HeatCell, type HeatMap, heatLayout, nameSize } from "./heatLayout.ts"
import { textWidth } from "./textWidth.ts"

const steps = ["@step1", "@step2", "@step3", "@step4", "@step5"] as const

/** Returns the colour class of a value: five equal intervals of its square root, because most counts are small. */
export const stepOf = (value: number, most: number): number =>
  Math.min(4, Math.max(0, Math.ceil(Math.sqrt(Math.max(0, value) / most) * 5) - 1))

/** Returns the classes for the legend, from the smallest figure on. A class that no whole number belongs to is left out. */
export const stepRanges = (least: number, most: number) =>
  steps
    .map((paint, i) => ({
      paint,
      from: Math.max(least, i === 0 ? least : Math.floor((i * i * most) / 25) + 1),
      to: Math.floor(((i + 1) ** 2 * most) / 25)
    }))
    .filter(({ from, to }) => from <= to)

const stepPaint = (value: number, most: number): string => steps[stepOf(value, most)] as string

const onStep = (value: number, most: number) => (stepOf(value, most) >= 3 ? "@onDark" : "@onLight")

const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`)

const size = nameSize

/** The height of the line that says what the names of rows and of columns are. */
const axisLine = 20

/** Above all names: next to them it would cost a narrow page a column. */
const axisName = ({ axes }: Pick<HeatMap, "axes">): ReadonlyArray<El> =>
  axes === undefined ? [] : [el("text", { ...head, y: 12, fill: "@quiet" }, `${axes.rows} ↓  ${axes.columns} →`)]

/** The greatest width of a square: beyond it the eye loses the row. */
const widest = 80

/** The name of a row: in one line if there is room, otherwise in at most two. */
const rowName = (name: string, room: number): ReadonlyArray<string> => {
  if (textWidth(name, size) <= room) return [name]
  const letters = Math.floor(room / (size * 0.62))
  const lines = folded(name, letters)
  return lines.length <= 2 ? lines : [lines[0] as string, cut(lines.slice(1).join(" "), letters)]
}

/** The most letters of a column's name. */
const longestName = 20

/** Where squares and names are. */
interface Grid {
  readonly left: number
  readonly top: number
  readonly side: number
  readonly high: number
  /** Room on the right for names that lean over it. */
  readonly leaning: number
  /** Names of columns: horizontal in lines, or cut and slanted or turned. */
  readonly heads:
    | { readonly isUpright: true; readonly lines: ReadonlyArray<ReadonlyArray<string>> }
    | { readonly isUpright: false; readonly names: ReadonlyArray<string>; readonly isTurned: boolean }
}

const gridOf = (width: number, { columns, left, least, axes }: ReturnType<typeof heatLayout>): Grid => {
  const room = (width - left - 4) / Math.max(1, columns.length)
  // Names are horizontal, in lines, where every word has room, and otherwise slanted.
  const perLine = Math.floor((Math.max(least, Math.min(widest, room)) - 4) / (size * 0.62))
  const isUpright = columns.every((name) => name.split(" ").every((word) => word.length <= perLine))
  const names = columns.map((name) => cut(name, longestName))
  // The last name extends beyond the last column, unless there is no room for it: then all names are turned.
  const leant = Math.max(4, textWidth(names.at(-1) ?? "", size) * 0.5 - 8)
  const isTurned = left + columns.length * least + leant > width
  const leaning = isUpright || isTurned ? 4 : leant
  const side = Math.max(least, Math.min(widest, (width - left - leaning) / Math.max(1, columns.length)))
  const shared = { left, side, leaning, high: Math.max(26, Math.min(36, side)) }
  const above = axes === undefined ? 0 : axisLine
  if (!isUpright) {
    const widestName = Math.max(0, ...names.map((name) => textWidth(name, size)))
    const top = above + 16 + widestName * (isTurned ? 1 : 0.87)
    return { ...shared, top, heads: { isUpright, names, isTurned } }
  }
  const lines = columns.map((name) => folded(name, perLine))
  const top = above + 10 + 15 * Math.max(1, ...lines.map(({ length }) => length))
  return { ...shared, top, heads: { isUpright, lines } }
}

const head = { "font-size": size, fill: "@ink", "aria-hidden": "true" }

const columnNames = ({ left, top, side, heads }: Grid): ReadonlyArray<El> => {
  const middleOf = (c: number) => left + c * side + side / 2
  if (!heads.isUpright)
    return heads.names.map((name, c) => {
      const place = `${(middleOf(c) + 4).toFixed(1)} ${(top - 6).toFixed(1)}`
      return el("text", { ...head, transform: `translate(${place}) rotate(${heads.isTurned ? -90 : -60})` }, name)
    })
  return heads.lines.flatMap((own, c) =>
    own.map((text, i) =>
      el("text", { ...head, x: middleOf(c), y: top - 8 - 15 * (own.length - 1 - i), "text-anchor": "middle" }, text)
    )
  )
}

const rowNames = ({ left, top, high }: Grid, name: string, r: number): ReadonlyArray<El> =>
  rowName(name, left - 10).map((text, i, { length }) => {
    const y = top + r * high + high / 2 + 4.2 + (i - (length - 1) / 2) * 13
    return el("text", { ...head, x: left - 6, y, "text-anchor": "end" }, text)
  })

/** Returns a square with its figure, or with the sign of its state and, where they have room, its bounds. */
const square = (
  { picture, most, write = String }: HeatMap,
  { left, top, side, high }: Grid,
  figureSize: number,
  { cell, mark }: HeatCell,
  [c, r]: readonly [column: number, row: number]
): El => {
  const [x, y] = [left + c * side, top + r * high]
  const box = { x: x + 1, y: y + 1, width: side - 2, height: high - 2 }
  const middle = { x: x + side / 2, y: y + high / 2 + 4.2, "text-anchor": "middle", "font-size": figureSize }
  if (cell.state === "published" && cell.value !== undefined) {
    const fill = stepPaint(cell.value, most)
    const figure = el("text", { ...middle, fill: onStep(cell.value, most) }, write(cell.value))
    return marked(el("g", {}, el("rect", { ...box, fill }), figure), mark)
  }
  const state = hiddenStateOf(cell.state)
  const bounds = boundsText(cell, write) ?? ""
  const full = `${stateSign[state]} ${bounds}`
  const text = bounds === "" || textWidth(full, figureSize) > side - 2 ? stateSign[state] : full
  const ground = Math.max(14, textWidth(text, figureSize))
  const under = { x: x + side / 2 - ground / 2, y: y + high / 2 - 8, width: ground, height: 16, fill: "@ground" }
  const sign =
    state === "suppressed"
      ? [el("rect", under), el("text", { ...middle, "font-weight": 600, fill: "@ink" }, text)]
      : [el("text", { ...middle, fill: "@quiet" }, text)]
  return marked(el("g", {}, el("rect", { ...box, ...hiddenPaint(picture, state) }), ...sign), mark)
}

/** Rows of squares under their columns' names. A square never has less room than its figure. */
export const heatMap = (given: HeatMap) => {
  const layout = heatLayout(given)
  const { rows, columns, figureSize } = layout
  const grid = gridOf(given.width, layout)
  return {
    height: grid.top + rows.length * grid.high + 6,
    width: Math.max(given.width, grid.left + columns.length * grid.side + grid.leaning),
    body: [
      patterns(given.picture),
      ...axisName(layout),
      ...columnNames(grid),
      ...rows.flatMap(({ name, cells }, r) => [
        ...rowNames(grid, name, r),
        ...cells.map((cell, c) => square(given, grid, figureSize, cell, [c, r]))
      ])
    ]
  }
}
