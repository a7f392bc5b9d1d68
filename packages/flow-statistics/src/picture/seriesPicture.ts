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

export interface PictureInput {
  readonly title: string
  readonly series: Series
  readonly lines?: ReadonlyArray<PictureLine>
  readonly band?: PictureBand | undefined
  /** Change points with their intervals. */
  readonly marks?: ReadonlyArray<{ readonly at: number; readonly low: number; readonly high: number }>
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

/**
 * Draws a series as SVG: its points (a bar if only an interval is known, a gap if nothing was reported), lines, a band and marks. A hidden
 * value is drawn as its interval.
 */
export const seriesPicture = ({ title, series, lines = [], band, marks = [] }: PictureInput): string => {
  const count = Math.max(
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
  const x = (at: number) =>
    (size.left + (at * (size.width - size.left - size.right)) / Math.max(1, count - 1)).toFixed(1)
  const y = (value: number) =>
    (size.height - size.bottom - ((value - low) * (size.height - size.top - size.bottom)) / (high - low || 1)).toFixed(
      1
    )
  const path = (start: number, values: ArrayLike<number>) => {
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
  const bars = Array.from(series.low, (from, i) =>
    from < (series.high[i] as number)
      ? `<line x1="${x(i)}" x2="${x(i)}" y1="${y(from)}" y2="${y(series.high[i] as number)}" stroke="#777" stroke-width="3" opacity=".5"/>`
      : ""
  ).join("")
  const pointsOf = (start: number, values: ReadonlyArray<number>) =>
    values.map((value, i) => `${x(start + i)},${y(value)}`)
  const area =
    band === undefined
      ? ""
      : `<polygon fill="#1f5fa8" opacity=".15" points="${[...pointsOf(band.start, band.low), ...pointsOf(band.start, band.high).reverse()].join(" ")}"/>`
  const bottom = size.height - size.bottom
  const markLines = marks
    .map(
      (mark) =>
        `<rect x="${x(mark.low)}" y="${size.top}" width="${Math.max(1, Number(x(mark.high)) - Number(x(mark.low))).toFixed(1)}" height="${bottom - size.top}" fill="#b3261e" opacity=".12"/><line x1="${x(mark.at)}" x2="${x(mark.at)}" y1="${size.top}" y2="${bottom}" stroke="#b3261e" stroke-dasharray="3 3"/>`
    )
    .join("")
  const axis = ticks(low, high)
    .map(
      (value) =>
        `<line x1="${size.left}" x2="${size.width - size.right}" y1="${y(value)}" y2="${y(value)}" stroke="#ddd"/><text x="${size.left - 6}" y="${Number(y(value)) + 4}" text-anchor="end">${short(value)}</text>`
    )
    .join("")
  const last = series.periods.length - 1
  // Aligns names at the edges inwards.
  const anchor = (at: number) => (at === 0 ? "start" : at >= count - 1 ? "end" : "middle")
  const names = [0, Math.floor(last / 2), last]
    .map(
      (at) =>
        `<text x="${x(at)}" y="${bottom + 18}" text-anchor="${anchor(at)}">${escaped(series.periods[at] as string)}</text>`
    )
    .join("")
  const drawn = lines
    .map(({ start, values }, i) => {
      const [colour, dashes] = strokes[i % strokes.length] as (typeof strokes)[number]
      return `<path d="${path(start, values)}" fill="none" stroke="${colour}" stroke-width="2"${dashes === "" ? "" : ` stroke-dasharray="${dashes}"`}/>`
    })
    .join("\n")
  const legend = lines
    .map(
      ({ name }, i) =>
        `<tspan fill="${(strokes[i % strokes.length] as (typeof strokes)[number])[0]}">${i === 0 ? "" : "   "}${escaped(name)}</tspan>`
    )
    .join("")
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="11" role="img" aria-label="${escaped(title)}">
<rect width="${size.width}" height="${size.height}" fill="#fff"/>
<text x="${size.left}" y="16" font-size="13" font-weight="bold">${escaped(title)}</text>
<text x="${size.left}" y="32" xml:space="preserve">${legend}</text>
${axis}${names}
${area}${markLines}${bars}
<path d="${path(0, series.value)}" fill="none" stroke="#222" stroke-width="1.3"/>
${drawn}
</svg>
`
}
