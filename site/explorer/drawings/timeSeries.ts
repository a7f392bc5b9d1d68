/**
 * One cell by year. A line joins neighbouring published years only; other years have the badge of their state.
 *
 * Below it is the coverage of the same years, above it the numbered policy events. No figure covers another figure or a sign: it moves, or
 * is left out, and pointing at its year shows it.
 */
import { type Cell, largest, scaleEnd } from "../cells/Table.ts"
import type { Box } from "./box.ts"
import { patterns } from "./cellPaint.ts"
import { type CoverageYear, coverageBars, coverageHeight } from "./coverageBars.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { hiddenYear } from "./hiddenYear.ts"
import { type LevelBreak, levelBreaks } from "./levelBreaks.ts"
import { linePath } from "./linePath.ts"
import type { WriteFigure } from "./Picture.ts"
import { placeText, type Way } from "./placeText.ts"
import { type PolicyEvent, placeEvents } from "./policyEvents.ts"
import { textWidth } from "./textWidth.ts"
import { type Slope, trendLine } from "./trendLine.ts"
import { valueAxis } from "./valueAxis.ts"
import { valueScale } from "./valueScale.ts"

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

const [tall, low, gap, size] = [240, 72, 40, 12]

/** Room at the top for the figures of a point or range, in pixels. */
const headRoom = 24

/** With more points than this, figures are not written. */
const many = 20

/** Returns the greatest figure of the axis. The beginning of each range is on it. */
const axisEnd = (years: ReadonlyArray<SeriesYear>, panel: ReadonlyArray<SeriesYear>) => {
  const cells = years.map(({ cell }) => cell)
  const least = cells.map(({ value, low = 0 }) => value ?? low)
  return scaleEnd(cells, Math.max(largest([...cells, ...panel.map(({ cell }) => cell)]), ...least))
}

/** The sign of all partners: points on a line. */
export const allSign = el(
  "svg",
  { width: 36, height: 14, viewBox: "0 0 36 14" },
  el("path", { d: "M1 7H35", stroke: "@destination", "stroke-width": 2 }),
  el("circle", { cx: 18, cy: 7, r: 5, fill: "@destination" })
)

/** The sign of the constant panel: squares on a dashed line. */
export const panelSign = el(
  "svg",
  { width: 36, height: 14, viewBox: "0 0 36 14" },
  el("path", { d: "M1 7H35", stroke: "@origin", "stroke-width": 2, "stroke-dasharray": "3 3" }),
  el("rect", { x: 14, y: 3, width: 8, height: 8, fill: "@origin" })
)

/** Returns as many of the labels as have room, in equal steps. */
const thinned = (ticks: NonNullable<TimeSeries["ticks"]>, x: (year: number) => number) => {
  const widest = Math.max(0, ...ticks.map(({ text }) => textWidth(text, size))) + 4
  const [first, second] = ticks
  const apart = first === undefined || second === undefined ? widest : x(second.at) - x(first.at)
  const every = Math.max(1, Math.ceil(widest / apart))
  return ticks.filter((_, i) => i % every === 0)
}

/** Returns the positions of a figure around its point. Those of all partners are above if they can be, those of the panel below. */
const figureWays = (x: number, y: number, isPanel: boolean): ReadonlyArray<Way> => {
  const above: Way = { x, y: y - 11, anchor: "middle" }
  const below: Way = { x, y: y + 20, anchor: "middle" }
  const right: Way = { x: x + 10, y: y + 4, anchor: "start" }
  const left: Way = { x: x - 10, y: y + 4, anchor: "end" }
  return isPanel ? [below, above, right, left] : [above, below, right, left]
}

/** Returns the scales of a picture and the edges of its plot. */
const plotOf = ({ years, panel = [], events, width, write = String }: TimeSeries) => {
  const most = (axisEnd(years, panel) * tall) / (tall - headRoom)
  const left = 12 + write(valueScale(most, 4, 0, 1).end).length * 8
  const step = (width - left - 12) / Math.max(1, years.length)
  const first = years[0]?.year ?? 0
  const x = (year: number) => left + (year - first + 0.5) * step
  const placed = placeEvents(events, x)
  const top = placed.height
  // Without a figure or range there is nothing to read from a scale.
  const hasScale = [...years, ...panel].some(({ cell }) => cell.value !== undefined || cell.low !== undefined)
  const base = top + (hasScale ? tall : low)
  const { y, ticks } = valueScale(most, 4, base, top)
  return {
    x,
    y,
    ticks: hasScale ? ticks.filter(Number.isInteger) : [],
    step,
    left,
    top,
    base,
    placed,
    isMany: years.length > many,
    room: [left - 2, 0, width - 2, base] as Box
  }
}

type Plot = ReturnType<typeof plotOf>

/** Half the side of a point's sign: circles of all partners, squares of the panel. */
const reachOf = ({ isMany }: Plot) => ({ circle: isMany ? 2.5 : 5.5, square: isMany ? 2 : 4 })

const boxesAround = ({ x, y }: Plot, reach: number, shown: ReadonlyArray<SeriesYear>): ReadonlyArray<Box> =>
  shown.flatMap(
    ({ year, cell: { value } }): ReadonlyArray<Box> =>
      value === undefined ? [] : [[x(year) - reach, y(value) - reach, x(year) + reach, y(value) + reach]]
  )

const pathOf = ({ x, y }: Plot, shown: ReadonlyArray<SeriesYear>, attributes: Readonly<Record<string, string>>) => {
  const tenths = (value: number) => Number(value.toFixed(1))
  const path = linePath(
    shown.map(({ year, cell: { value } }) => (value === undefined ? undefined : [tenths(x(year)), tenths(y(value))]))
  )
  return el("path", { d: path, fill: "none", ...attributes, "stroke-width": 2 })
}

const circleOf = (plot: Plot, { year, give, cell: { asOf } }: SeriesYear, value: number): ReadonlyArray<El> => {
  const { x, y, isMany } = plot
  const circle = el("circle", {
    cx: x(year),
    cy: y(value),
    r: reachOf(plot).circle,
    stroke: "@destination",
    "stroke-width": isMany ? 1 : 2.5,
    fill: asOf === undefined ? "@destination" : "@ground"
  })
  if (give === undefined) return [circle]
  const ends = { x1: x(year), x2: x(year), y1: y(value + give), y2: y(Math.max(0, value - give)) }
  return [el("line", { ...ends, stroke: "@destination", "stroke-width": 7, "stroke-opacity": 0.35 }), circle]
}

const squareOf = (plot: Plot, { year }: SeriesYear, value: number): ReadonlyArray<El> => {
  const { square } = reachOf(plot)
  const corner = { x: plot.x(year) - square, y: plot.y(value) - square }
  return [el("rect", { ...corner, width: 2 * square, height: 2 * square, fill: "@origin" })]
}

export const timeSeries = (given: TimeSeries) => {
  const { picture, years, coverage, coverageName, slope, width, breaks = [], panel = [], write = String } = given
  const plot = plotOf(given)
  const { x, y, step, left, top, base, placed, isMany, room } = plot
  const first = years[0]?.year ?? 0
  /** What no figure may cover. It grows with each figure that is placed. */
  const taken: Array<Box> = [
    ...boxesAround(plot, reachOf(plot).circle + 1, years),
    ...boxesAround(plot, reachOf(plot).square, panel),
    ...placed.boxes(top)
  ]
  const changes = levelBreaks(breaks, x, top, base, taken)
  taken.push(...changes.boxes)
  // The signs of years without a value are placed before the figures of the others.
  const hidden = new Map(
    years.flatMap(({ year, cell }) => {
      if (cell.value !== undefined) return []
      const column = { picture, x: x(year), width: step, top: top + headRoom, base, cell, y, room, write }
      const drawn = hiddenYear(column, taken)
      taken.push(...drawn.boxes)
      return [[year, drawn.elements] as const]
    })
  )
  const figure = (year: number, value: number, isPanel: boolean): El | undefined => {
    if (isMany) return undefined
    const found = placeText(write(value), size, figureWays(x(year), y(value), isPanel), taken, room)
    if (found !== undefined) taken.push(found.box)
    return found?.element
  }
  const ofYear = (one: SeriesYear): El => {
    const { year, mark, cell } = one
    const elements =
      cell.value === undefined
        ? (hidden.get(year) ?? [])
        : [...circleOf(plot, one, cell.value), figure(year, cell.value, false)]
    return marked(el("g", {}, ...elements), mark)
  }
  const ofPanel = (one: SeriesYear): ReadonlyArray<El> => {
    const { year, mark, cell } = one
    if (cell.value === undefined) return []
    // The figure of all partners is written at the same point.
    const isWritten = years.some((all) => all.year === year && all.cell.value === cell.value)
    const written = isWritten ? undefined : figure(year, cell.value, true)
    return [marked(el("g", {}, ...squareOf(plot, one, cell.value), written), mark)]
  }
  const known = years.flatMap(({ year, cell }) => (cell.value === undefined ? [] : [[year, cell.value] as const]))
  const labels = thinned(given.ticks ?? years.map(({ year }) => ({ at: year, text: String(year) })), x)
  const label = { y: base + 17, "text-anchor": "middle", "font-size": size, fill: "@ink", "aria-hidden": "true" }
  const under = base + gap
  const covered = coverage.filter(({ year }) => year >= first && year <= first + years.length - 1)
  const body = [
    patterns(picture),
    ...valueAxis({ ticks: plot.ticks, y, left, right: width - 8, write }),
    ...(slope === undefined || known.length < 3 ? [] : trendLine(known, slope, x, y)),
    ...placed.elements(top, base),
    ...changes.elements,
    pathOf(plot, years, { stroke: "@destination" }),
    ...years.map(ofYear),
    pathOf(plot, panel, { stroke: "@origin", "stroke-dasharray": "3 3" }),
    ...panel.flatMap(ofPanel),
    el("line", { x1: left, x2: width - 8, y1: base, y2: base, stroke: "@edge" }),
    ...labels.map(({ at, text }) => el("text", { x: x(at), ...label }, text)),
    ...(covered.length === 0
      ? []
      : coverageBars({
          picture,
          years: covered,
          name: coverageName,
          x,
          step,
          top: under,
          hasFigures: !isMany
        }))
  ]
  return { width, height: covered.length === 0 ? under : under + coverageHeight, body }
}
