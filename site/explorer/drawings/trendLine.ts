/** Sen's line through the median of the published years, and the fan of slopes in its interval. */
import { type El, el } from "./El.ts"

const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2
}

/** Sen's slope per year with its interval. */
export interface Slope {
  readonly value: number
  readonly low: number
  readonly high: number
}

const dashes = { stroke: "@act", "stroke-width": 1.5, "stroke-dasharray": "7 4", fill: "none" }

/** The sign of the line and its fan. */
export const trendSign = el(
  "svg",
  { width: 36, height: 14, viewBox: "0 0 36 14" },
  el("path", { d: "M18 7L36 1V13ZM18 7L0 1V13Z", fill: "@band" }),
  el("path", { d: "M0 7H36", ...dashes })
)

export const trendLine = (
  known: ReadonlyArray<readonly [year: number, value: number]>,
  { value, low, high }: Slope,
  x: (year: number) => number,
  y: (value: number) => number
): ReadonlyArray<El> => {
  const [year, middle] = [median(known.map(([one]) => one)), median(known.map(([, one]) => one))]
  const ends = [Math.min(...known.map(([one]) => one)), Math.max(...known.map(([one]) => one))] as const
  const at = (slope: number, end: number) => Math.max(0, middle + slope * (end - year))
  const point = (slope: number, end: number) => `${x(end).toFixed(1)} ${y(at(slope, end)).toFixed(1)}`
  const centre = `${x(year).toFixed(1)} ${y(middle).toFixed(1)}`
  const fan = Number.isFinite(low) && Number.isFinite(high)
  return [
    ...(fan
      ? [
          el("path", {
            d: `M${centre}L${point(low, ends[1])}L${point(high, ends[1])}ZM${centre}L${point(low, ends[0])}L${point(high, ends[0])}Z`,
            fill: "@band"
          })
        ]
      : []),
    el("path", { d: `M${point(value, ends[0])}L${point(value, ends[1])}`, ...dashes })
  ]
}
