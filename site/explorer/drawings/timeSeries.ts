/**
 * One cell by year. A line joins neighbouring published years only; other years have the badge of their state.
 *
 * Below it is the coverage of the same years, above it the numbered policy events. No figure covers another figure or a sign: it moves, or
 * is left out, and pointing at its year shows it.
 */
import { scaleLinear } from "d3-scale"
import { line } from "d3-shape"
import { type Cell, largest, scaleEnd } from "../cells/Table.ts"
import { type Box, freeRow } from "./box.ts"
import { patterns } from "./cellPaint.ts"
import { type CoverageYear, coverageBars, coverageHeight } from "./coverageBars.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { hiddenYear } from "./hiddenYear.ts"
import { type LevelBreak, levelBreaks } from "./levelBreaks.ts"
import type { WriteFigure } from "./Picture.ts"
import { placeText, type Way } from "./placeText.ts"
import { textWidth } from "./textWidth.ts"
import { type Slope, trendLine } from "./trendLine.ts"

interface SeriesYear {
  /** The year, or the number of months since year 0. */
  readonly year: number
  readonly cell: Cell
  readonly mark: Mark
  /** The rounding error of the figure, if it is rounded. */
  readonly give?: number | undefined
}

export interface TimeSeries {
  readonly picture: string
  readonly years: ReadonlyArray<SeriesYear>
  /** The same years of the partners that reported throughout; empty if they are not shown. */
  readonly panel?: ReadonlyArray<SeriesYear> | undefined
  readonly coverage: ReadonlyArray<CoverageYear>
  readonly coverageName: string
  readonly events: ReadonlyArray<PolicyEvent>
  /** The labels of the axis; by default each year. */
  readonly ticks?: ReadonlyArray<{ readonly at: number; readonly text: string }> | undefined
  readonly breaks?: ReadonlyArray<LevelBreak> | undefined
  readonly slope: Slope | undefined
  readonly width: number
  readonly write?: WriteFigure | undefined
}

interface PolicyEvent {
  readonly at: number
  readonly number: number
}

const [tall, low, gap, size] = [240, 72, 40, 12]

/** Room at the top for the figures of a point or range, in pixels. */
const headRoom = 24

/** With more points than this, figures are not written. */
const many = 20

/** The greatest figure of the axis. The beginning of each range is on it. */
const axisEnd = (years: ReadonlyArray<SeriesYear>, panel: ReadonlyArray<SeriesYear>) => {
  const cells = years.map(({ cell }) => cell)
  const least = cells.map(({ value, low = 0 }) => value ?? low)
  return scaleEnd(cells, Math.max(largest([...cells, ...panel.map(({ cell }) => cell)]), ...least))
}

/** The sign of the constant panel: squares on a dashed line. */
export const panelSign = el(
  "svg",
  { width: 36, height: 14, viewBox: "0 0 36 14" },
  el("path", { d: "M1 7H35", stroke: "@origin", "stroke-width": 2, "stroke-dasharray": "3 3" }),
  el("rect", { x: 14, y: 3, width: 8, height: 8, fill: "@origin" })
)

/** The rows of events, the lowest first, such that no two numbers meet. */
const eventRows = (events: ReadonlyArray<PolicyEvent>, x: (year: number) => number): ReadonlyArray<number> => {
  const taken: Array<Box> = []
  return events.map(({ at }) => {
    const boxAt = (row: number): Box => [x(at) - 10, row, x(at) + 10, row + 1]
    const row = freeRow(boxAt, taken, events.length)
    taken.push(boxAt(row))
    return row
  })
}

/** As many of the labels as have room, in equal steps. */
const thinned = (ticks: NonNullable<TimeSeries["ticks"]>, x: (year: number) => number) => {
  const widest = Math.max(0, ...ticks.map(({ text }) => textWidth(text, size))) + 4
  const [first, second] = ticks
  const apart = first === undefined || second === undefined ? widest : x(second.at) - x(first.at)
  const every = Math.max(1, Math.ceil(widest / apart))
  return ticks.filter((_, i) => i % every === 0)
}

/** Positions of a figure around its point. Those of all partners are above if they can be, those of the panel below. */
const figureWays = (x: number, y: number, isPanel: boolean): ReadonlyArray<Way> => {
  const above: Way = { x, y: y - 11, anchor: "middle" }
  const below: Way = { x, y: y + 20, anchor: "middle" }
  const right: Way = { x: x + 10, y: y + 4, anchor: "start" }
  const left: Way = { x: x - 10, y: y + 4, anchor: "end" }
  return isPanel ? [below, above, right, left] : [above, below, right, left]
}

export const timeSeries = (given: TimeSeries) => {
  const {
    picture,
    years,
    coverage,
    coverageName,
    events,
    slope,
    width,
    breaks = [],
    panel = [],
    write = String
  } = given
  const isMany = years.length > many
  const [end] = scaleLinear([0, (axisEnd(years, panel) * tall) / (tall - headRoom)], [0, 1])
    .nice(4)
    .domain()
    .slice(1)
  const left = 12 + write(end ?? 0).length * 8
  const step = (width - left - 12) / Math.max(1, years.length)
  const first = years[0]?.year ?? 0
  const x = (year: number) => left + (year - first + 0.5) * step
  const rows = eventRows(events, x)
  const top = 34 + 20 * Math.max(0, ...rows)
  const eventMiddle = (i: number) => top - 16 - (rows[i] ?? 0) * 20
  // Without a figure or range there is nothing to read from a scale.
  const hasScale = [...years, ...panel].some(({ cell }) => cell.value !== undefined || cell.low !== undefined)
  const base = top + (hasScale ? tall : low)
  const scale = scaleLinear([0, end ?? 1], [base, top])
  const y = (value: number) => scale(value)
  const ticks = thinned(given.ticks ?? years.map(({ year }) => ({ at: year, text: String(year) })), x)
  const known = years.flatMap(({ year, cell }) => (cell.value === undefined ? [] : [[year, cell.value] as const]))
  const path = line<SeriesYear>(
    ({ year }) => Number(x(year).toFixed(1)),
    ({ cell }) => Number(y(cell.value ?? 0).toFixed(1))
  ).defined(({ cell }) => cell.value !== undefined)
  const half = isMany ? 2 : 4
  const radius = isMany ? 2.5 : 5.5
  const around = (reach: number, shown: ReadonlyArray<SeriesYear>) =>
    shown.flatMap(
      ({ year, cell: { value } }): ReadonlyArray<Box> =>
        value === undefined ? [] : [[x(year) - reach, y(value) - reach, x(year) + reach, y(value) + reach]]
    )
  const taken: Array<Box> = [...around(radius + 1, years), ...around(half, panel)]
  taken.push(
    ...events.map(({ at }, i): Box => {
      const middle = eventMiddle(i)
      return [x(at) - 9, middle - 9, x(at) + 9, middle + 9]
    })
  )
  const changes = levelBreaks(breaks, x, top, base, taken)
  taken.push(...changes.boxes)
  const room: Box = [left - 2, 0, width - 2, base]
  const hidden = new Map(
    years.flatMap(({ year, cell }) => {
      if (cell.value !== undefined) return []
      const drawn = hiddenYear(
        { picture, x: x(year), width: step, top: top + headRoom, base, cell, y, room, write },
        taken
      )
      taken.push(...drawn.boxes)
      return [[year, drawn.elements] as const]
    })
  )
  const figure = ({ year, cell: { value } }: SeriesYear, isPanel: boolean): El | undefined => {
    if (isMany || value === undefined) return undefined
    const ways = figureWays(x(year), y(value), isPanel)
    const placed = placeText(write(value), size, ways, taken, room)
    if (placed !== undefined) taken.push(placed.box)
    return placed?.element
  }
  const dot = (one: SeriesYear, value: number): El =>
    el(
      "g",
      {},
      one.give === undefined
        ? undefined
        : el("line", {
            x1: x(one.year),
            x2: x(one.year),
            y1: y(value + one.give),
            y2: y(Math.max(0, value - one.give)),
            stroke: "@destination",
            "stroke-width": 7,
            "stroke-opacity": 0.35
          }),
      el("circle", {
        cx: x(one.year),
        cy: y(value),
        r: radius,
        stroke: "@destination",
        "stroke-width": isMany ? 1 : 2.5,
        fill: one.cell.asOf === undefined ? "@destination" : "@ground"
      }),
      figure(one, false)
    )
  const square = (one: SeriesYear, value: number): El =>
    el(
      "g",
      {},
      el("rect", { x: x(one.year) - half, y: y(value) - half, width: 2 * half, height: 2 * half, fill: "@origin" }),
      figure(one, true)
    )
  const under = base + gap
  const covered = coverage.filter(({ year }) => year >= first && year <= first + years.length - 1)
  const body = [
    patterns(picture),
    ...scale
      .ticks(4)
      .filter((tick) => hasScale && Number.isInteger(tick))
      .flatMap((tick) => [
        el("line", { x1: left, x2: width - 8, y1: y(tick), y2: y(tick), stroke: "@border", "stroke-width": 0.5 }),
        el(
          "text",
          {
            x: left - 6,
            y: y(tick) + 4,
            "text-anchor": "end",
            "font-size": size,
            fill: "@quiet",
            "aria-hidden": "true"
          },
          write(tick)
        )
      ]),
    ...(slope === undefined || known.length < 3 ? [] : trendLine(known, slope, x, y)),
    ...events.flatMap(({ at, number }, i) => {
      const middle = eventMiddle(i)
      return [
        el("line", {
          x1: x(at),
          x2: x(at),
          y1: middle + 9,
          y2: base,
          stroke: "@warn",
          "stroke-width": 1.5,
          "stroke-dasharray": "2 3"
        }),
        el("circle", { cx: x(at), cy: middle, r: 9, fill: "@warn" }),
        el(
          "text",
          {
            x: x(at),
            y: middle + 4.3,
            "text-anchor": "middle",
            "font-size": size,
            "font-weight": 600,
            fill: "@ground"
          },
          String(number)
        )
      ]
    }),
    ...changes.elements,
    el("path", { d: path(years) ?? "", fill: "none", stroke: "@destination", "stroke-width": 2 }),
    ...years.map((one) =>
      marked(
        one.cell.value === undefined ? el("g", {}, ...(hidden.get(one.year) ?? [])) : dot(one, one.cell.value),
        one.mark
      )
    ),
    el("path", {
      d: path(panel) ?? "",
      fill: "none",
      stroke: "@origin",
      "stroke-width": 2,
      "stroke-dasharray": "3 3"
    }),
    ...panel.flatMap((one) => (one.cell.value === undefined ? [] : [marked(square(one, one.cell.value), one.mark)])),
    el("line", { x1: left, x2: width - 8, y1: base, y2: base, stroke: "@edge" }),
    ...ticks.map(({ at, text }) =>
      el(
        "text",
        { x: x(at), y: base + 17, "text-anchor": "middle", "font-size": size, fill: "@ink", "aria-hidden": "true" },
        text
      )
    ),
    ...(covered.length === 0
      ? []
      : coverageBars({ picture, years: covered, name: coverageName, x, step, top: under, hasFigures: !isMany }))
  ]
  return { width, height: covered.length === 0 ? under : under + coverageHeight, body }
}
