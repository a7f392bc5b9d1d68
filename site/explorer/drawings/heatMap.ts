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

/** The greatest width of a square: beyond it the eye loses the row. */
const widest = 80

/** The name of a row: in one line if it has room, or else in at most two. */
const rowName = (name: string, room: number): ReadonlyArray<string> => {
  if (textWidth(name, size) <= room) return [name]
  const letters = Math.floor(room / (size * 0.62))
  const lines = folded(name, letters)
  return lines.length <= 2 ? lines : [lines[0] as string, cut(lines.slice(1).join(" "), letters)]
}

/** The most letters of a column's name. */
const longest = 20

/** Rows of squares under their columns' names. A square never has less room than its figure. */
export const heatMap = (given: HeatMap) => {
  const { picture, most, width, write = String } = given
  const { rows, columns, left, least, figureSize } = heatLayout(given)
  const names = columns.map((name) => cut(name, longest))
  const room = (width - left - 4) / Math.max(1, columns.length)
  // Names are horizontal, in lines, where every word has room, and slanted where one has not.
  const perLine = Math.floor((Math.max(least, Math.min(widest, room)) - 4) / (size * 0.62))
  const lines = columns.map((name) => folded(name, perLine))
  const isUpright = columns.every((name) => name.split(" ").every((word) => word.length <= perLine))
  const widestName = Math.max(0, ...names.map((name) => textWidth(name, size)))
  // The last name extends beyond the last column, unless there is no room for it: then all names are turned.
  const leant = Math.max(4, textWidth(names.at(-1) ?? "", size) * 0.5 - 8)
  const isTurned = left + columns.length * least + leant > width
  const leaning = isUpright || isTurned ? 4 : leant
  const side = Math.max(least, Math.min(widest, (width - left - leaning) / Math.max(1, columns.length)))
  const high = Math.max(26, Math.min(36, side))
  const top = isUpright
    ? 10 + 15 * Math.max(1, ...lines.map((one) => one.length))
    : 16 + widestName * (isTurned ? 1 : 0.87)
  const head = { "font-size": size, fill: "@ink", "aria-hidden": "true" }
  const cellOf = ({ cell, mark }: HeatCell, x: number, y: number): El => {
    const box = { x: x + 1, y: y + 1, width: side - 2, height: high - 2 }
    const middle = { x: x + side / 2, y: y + high / 2 + 4.2, "text-anchor": "middle", "font-size": figureSize }
    if (cell.state !== "published" || cell.value === undefined) {
      const state = hiddenStateOf(cell.state)
      const paint = hiddenPaint(picture, state)
      const bounds = boundsText(cell, write) ?? ""
      const full = `${stateSign[state]} ${bounds}`
      const text = bounds === "" || textWidth(full, figureSize) > side - 2 ? stateSign[state] : full
      const ground = Math.max(14, textWidth(text, figureSize))
      const sign =
        state !== "suppressed"
          ? [el("text", { ...middle, fill: "@quiet" }, text)]
          : [
              el("rect", {
                x: x + side / 2 - ground / 2,
                y: y + high / 2 - 8,
                width: ground,
                height: 16,
                fill: "@ground"
              }),
              el("text", { ...middle, "font-weight": 600, fill: "@ink" }, text)
            ]
      return marked(el("g", {}, el("rect", { ...box, ...paint }), ...sign), mark)
    }
    const text = write(cell.value)
    return marked(
      el(
        "g",
        {},
        el("rect", { ...box, fill: stepPaint(cell.value, most) }),
        el("text", { ...middle, fill: onStep(cell.value, most) }, text)
      ),
      mark
    )
  }
  return {
    height: top + rows.length * high + 6,
    width: Math.max(width, left + columns.length * side + leaning),
    body: [
      patterns(picture),
      ...(isUpright
        ? lines.flatMap((own, c) =>
            own.map((text, i) =>
              el(
                "text",
                {
                  ...head,
                  x: left + c * side + side / 2,
                  y: top - 8 - 15 * (own.length - 1 - i),
                  "text-anchor": "middle"
                },
                text
              )
            )
          )
        : names.map((name, c) =>
            el(
              "text",
              {
                ...head,
                transform: `translate(${(left + c * side + side / 2 + 4).toFixed(1)} ${(top - 6).toFixed(1)}) rotate(${isTurned ? -90 : -60})`
              },
              name
            )
          )),
      ...rows.flatMap(({ name, cells }, r) => [
        ...rowName(name, left - 10).map((text, i, { length }) =>
          el(
            "text",
            {
              ...head,
              x: left - 6,
              y: top + r * high + high / 2 + 4.2 + (i - (length - 1) / 2) * 13,
              "text-anchor": "end"
            },
            text
          )
        ),
        ...cells.map((cell, c) => cellOf(cell, left + c * side, top + r * high))
      ])
    ]
  }
}
