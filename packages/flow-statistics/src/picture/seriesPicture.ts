import type { Series } from "../series/Series.ts"
import { escaped, tickStep } from "./svg.ts"

/** A line over the series, starting at the point `start`. */
export interface PictureLine {
  readonly name: string
  readonly start: number
  readonly values: ReadonlyArray<number>
}

/** The area between two lines. */
export interface PictureBand {
  readonly start: number
  readonly low: ReadonlyArray<number>
  readonly high: ReadonlyArray<number>
}

/** A change point and its interval, as points of the series. */
interface Mark {
  readonly at: number
  readonly low: number
  readonly high: number
}

export interface PictureInput {
  readonly title: string
  readonly series: Series
  readonly lines?: ReadonlyArray<PictureLine>
  readonly band?: PictureBand | undefined
  readonly marks?: ReadonlyArray<Mark>
}

const size = { width: 760, height: 300, left: 64, right: 16, top: 40, bottom: 36 }

/** Colours and dashes; the dashes distinguish lines without colour. */
const strokes = [
  ["#b3261e", ""],
  ["#1f5fa8", "6 3"],
  ["#5f6b00", "2 3"]
] as const

const short = (value: number) => Number(value.toPrecision(3)).toString()

/** Returns about five ticks at steps of 1, 2 or 5 times a power of ten. */
const ticks = (low: number, high: number): ReadonlyArray<number> => {
  const step = tickStep((high - low) / 4 || 1)
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step)
}

/** Where points and values are in the picture. */
interface Scale {
  readonly points: number
  readonly low: number
  readonly high: number
  readonly x: (point: number) => string
  readonly y: (value: number) => string
}

const bottom = size.height - size.bottom

const scaleOf = (series: Series, lines: ReadonlyArray<PictureLine>, band: PictureBand | undefined): Scale => {
  const points = Math.max(
    series.value.length,
    ...lines.map(({ start, values }) => start + values.length),
    band === undefined ? 0 : band.start + band.low.length
  )
  const shown = [
    ...series.low,
    ...series.high,
    ...lines.flatMap(({ values }) => values),
    ...(band?.low ?? []),
    ...(band?.high ?? [])
  ].filter(Number.isFinite)
  const low = Math.min(...shown)
  const high = Math.max(...shown)
  const [width, height] = [size.width - size.left - size.right, bottom - size.top]
  return {
    points,
    low,
    high,
    x: (point) => (size.left + (point * width) / Math.max(1, points - 1)).toFixed(1),
    y: (value) => (bottom - ((value - low) * height) / (high - low || 1)).toFixed(1)
  }
}

/** Returns the path through the values from the point `start` on, with a gap where there is none. */
const pathOf = ({ x, y }: Scale, start: number, values: ArrayLike<number>): string => {
  let pen = "M"
  return Array.from(values, (value, i) => {
    if (!Number.isFinite(value)) {
      pen = "M"
      return ""
    }
    const part = `${pen}${x(start + i)} ${y(value)}`
    pen = "L"
    return part
  }).join("")
}

const axisOf = ({ low, high, y }: Scale): string =>
  ticks(low, high)
    .map(
      (value) =>
        `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${size.left - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${short(value)}</text>`
    )
    .join("")

/** Names the first, the middle and the last period. Names at the edges are aligned inwards. */
const periodNames = ({ points, x }: Scale, periods: Series["periods"]): string => {
  const last = periods.length - 1
  const anchor = (point: number) => (point === 0 ? "start" : point >= points - 1 ? "end" : "middle")
  return [0, Math.floor(last / 2), last]
    .map(
      (point) =>
        `<text x="${x(point)}" y="${bottom + 18}" text-anchor="${anchor(point)}">${escaped(periods[point] as string)}</text>`
    )
    .join("")
}

const bandArea = ({ x, y }: Scale, { start, low, high }: PictureBand): string => {
  const along = (values: ReadonlyArray<number>) => values.map((value, i) => `${x(start + i)},${y(value)}`)
  return `<polygon fill="#1f5fa8" opacity=".15" points="${[...along(low), ...along(high).reverse()].join(" ")}"/>`
}

const markLines = ({ x }: Scale, { at, low, high }: Mark): string =>
  `<rect x="${x(low)}" y="${size.top}" width="${Math.max(1, Number(x(high)) - Number(x(low))).toFixed(1)}" height="${bottom - size.top}" fill="#b3261e" opacity=".12"/><line x1="${x(at)}" x2="${x(at)}" y1="${size.top}" y2="${bottom}" stroke="#b3261e" stroke-dasharray="3 3"/>`

/** Draws the interval of each point whose value is not known exactly. */
const intervalBars = ({ x, y }: Scale, series: Series): string =>
  Array.from(series.low, (low, point) => {
    const high = series.high[point] as number
    return low < high
      ? `<line x1="${x(point)}" x2="${x(point)}" y1="${y(low)}" y2="${y(high)}" stroke="#777" stroke-width="3" opacity=".5"/>`
      : ""
  }).join("")

const strokeOf = (line: number) => strokes[line % strokes.length] as (typeof strokes)[number]

const lineOf = (scale: Scale, { start, values }: PictureLine, i: number): string => {
  const [colour, dashes] = strokeOf(i)
  return `<path d="${pathOf(scale, start, values)}" fill="none" stroke="${colour}" stroke-width="2"${dashes === "" ? "" : ` stroke-dasharray="${dashes}"`}/>`
}

const legendOf = (lines: ReadonlyArray<PictureLine>): string =>
  lines.map(({ name }, i) => `<tspan fill="${strokeOf(i)[0]}">${i === 0 ? "" : "   "}${escaped(name)}</tspan>`).join("")

/**
 * Draws a series as SVG: its points (a bar if only an interval is known, a gap if nothing was reported), lines, a band and marks. A hidden
 * value is drawn as its interval.
 */
export const seriesPicture = ({ title, series, lines = [], band, marks = [] }: PictureInput): string => {
  const scale = scaleOf(series, lines, band)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="11" role="img" aria-label="${escaped(title)}">
<rect width="${size.width}" height="${size.height}" fill="#fff"/>
<text x="${size.left}" y="16" font-size="13" font-weight="bold">${escaped(title)}</text>
<text x="${size.left}" y="32" xml:space="preserve">${legendOf(lines)}</text>
${axisOf(scale)}${periodNames(scale, series.periods)}
${band === undefined ? "" : bandArea(scale, band)}${marks.map((mark) => markLines(scale, mark)).join("")}${intervalBars(scale, series)}
<path d="${pathOf(scale, 0, series.value)}" fill="none" stroke="#222" stroke-width="1.3"/>
${lines.map((line, i) => lineOf(scale, line, i)).join("\n")}
</svg>
`
}
