/**
 * One cell by year. A line joins neighbouring published years only; other years have the badge of their state.
 *
 * Below it is the coverage of the same years, above it the numbered policy events.
 */
import { scaleLinear } from "d3-scale"
import { line } from "d3-shape"
import type { Cell } from "../cells/Table.ts"
import { boundsLine, boundsText, hasBounds } from "./boundsLine.ts"
import { badgeHeight, hiddenStateOf, patterns, stateBadge } from "./cellPaint.ts"
import { type El, el, type Mark, marked } from "./El.ts"
import { textWidth } from "./textWidth.ts"

export interface SeriesYear {
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
  readonly coverage: ReadonlyArray<{ readonly year: number; readonly cell: Cell; readonly mark: Mark }>
  readonly coverageName: string
  readonly events: ReadonlyArray<{ readonly at: number; readonly number: number }>
  /** The labels of the axis; by default each year. */
  readonly ticks?: ReadonlyArray<{ readonly at: number; readonly text: string }> | undefined
  /** Changes of level: the first point of the new level, and the interval of that point. */
  readonly breaks?:
    | ReadonlyArray<{ readonly at: number; readonly low: number; readonly high: number; readonly letter: string }>
    | undefined
  /** Sen's slope per year with its interval, if there is a verdict. */
  readonly slope: { readonly value: number; readonly low: number; readonly high: number } | undefined
  readonly width: number
}

const [top, plot, gap, ribbon] = [30, 240, 40, 44]

const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = (sorted.length - 1) / 2
  return ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2
}

const largestOf = (cells: ReadonlyArray<{ readonly cell: Cell }>) =>
  Math.max(1, ...cells.map(({ cell }) => cell.value ?? 0))

/** The badge of a year without a value, with its bounds above. `at` gives the vertical position of a value. */
const column = (
  picture: string,
  x: number,
  wide: number,
  y: number,
  height: number,
  cell: Cell,
  at: (value: number) => number
): ReadonlyArray<El> => {
  const [base, isWide] = [y + height, wide >= 18]
  const isOpen = cell.high === undefined || at(cell.high) < y
  // An arrow without an end has a length that means nothing, so it is short.
  const top = cell.high === undefined ? Math.max(y + 1, at(cell.low ?? 0) - 48) : y + 1
  const lineTop = !hasBounds(cell) ? base : isOpen ? top : at(cell.high ?? 0)
  const floor = isWide ? Math.min(base, Math.max(y + badgeHeight, lineTop - 3)) : base
  const figures = boundsText(cell) ?? ""
  return [
    el("rect", { x: x - wide / 2, y, width: wide, height, fill: "none", "pointer-events": "all" }),
    ...boundsLine(cell, { x, y: at, top, half: Math.max(2, Math.min(wide - 4, 16)) / 2 }),
    ...stateBadge(picture, hiddenStateOf(cell.state), x, floor, wide - 2),
    ...(isWide && height > 60 && figures !== "" && textWidth(figures, 12) <= wide
      ? [el("text", { x, y: floor - badgeHeight - 4, "text-anchor": "middle", "font-size": 12, fill: "@ink" }, figures)]
      : [])
  ]
}

/** Sen's line through the median of the published years, and the fan of slopes in its interval. */
const trendOf = (
  known: ReadonlyArray<readonly [number, number]>,
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
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
    el("path", {
      d: `M${point(value, ends[0])}L${point(value, ends[1])}`,
      stroke: "@act",
      "stroke-width": 1.5,
      "stroke-dasharray": "7 4",
      fill: "none"
    })
  ]
}

/** With more points than this, figures are not written. */
const many = 20

/** A change of level: a line before the first point of the new level, and a bar over its interval. */
const breakOf = (
  { at, low, high, letter }: NonNullable<TimeSeries["breaks"]>[number],
  x: (year: number) => number,
  base: number
): ReadonlyArray<El> => [
  el("rect", {
    x: x(low - 0.5) - 2,
    y: base - 9,
    width: x(high - 0.5) - x(low - 0.5) + 4,
    height: 8,
    fill: "@transit",
    "fill-opacity": 0.35
  }),
  el("line", { x1: x(at - 0.5), x2: x(at - 0.5), y1: top, y2: base, stroke: "@transit", "stroke-width": 2 }),
  el("rect", { x: x(at - 0.5) - 9, y: base - 32, width: 18, height: 18, fill: "@transit" }),
  el(
    "text",
    { x: x(at - 0.5), y: base - 18.7, "text-anchor": "middle", "font-size": 12, "font-weight": 600, fill: "@ground" },
    letter
  )
]

/** The sign of the constant panel: squares on a dashed line. */
export const panelSign = el(
  "svg",
  { width: 36, height: 14, viewBox: "0 0 36 14" },
  el("path", { d: "M1 7H35", stroke: "@origin", "stroke-width": 2, "stroke-dasharray": "3 3" }),
  el("rect", { x: 14, y: 3, width: 8, height: 8, fill: "@origin" })
)

/** The partners that reported throughout. Figures are below the points, where those of all partners are above. */
const panelOf = (
  panel: ReadonlyArray<SeriesYear>,
  path: string,
  x: (year: number) => number,
  y: (value: number) => number
): ReadonlyArray<El> => {
  const isMany = panel.length > many
  const half = isMany ? 2 : 4
  return [
    el("path", { d: path, fill: "none", stroke: "@origin", "stroke-width": 2, "stroke-dasharray": "3 3" }),
    ...panel.flatMap(({ year, cell: { value }, mark }) =>
      value === undefined
        ? []
        : [
            marked(
              el(
                "g",
                {},
                el("rect", {
                  x: x(year) - half,
                  y: y(value) - half,
                  width: 2 * half,
                  height: 2 * half,
                  fill: "@origin"
                }),
                isMany
                  ? undefined
                  : el(
                      "text",
                      {
                        x: x(year),
                        y: y(value) + 20,
                        "text-anchor": "middle",
                        "font-size": 12,
                        fill: "@ink",
                        stroke: "@ground",
                        "stroke-width": 3,
                        "paint-order": "stroke"
                      },
                      String(value)
                    )
              ),
              mark
            )
          ]
    )
  ]
}

export const timeSeries = (given: TimeSeries) => {
  const { picture, years, coverage, coverageName, events, slope, width, breaks = [], panel = [] } = given
  const isMany = years.length > many
  const ticks = given.ticks ?? years.map(({ year }) => ({ at: year, text: String(year) }))
  const most = Math.max(largestOf(years), largestOf(panel))
  const scale = scaleLinear([0, most * 1.08], [top + plot, top]).nice(4)
  const left = 12 + String(scale.domain()[1]).length * 8
  const step = (width - left - 12) / Math.max(1, years.length)
  const first = years[0]?.year ?? 0
  const x = (year: number) => left + (year - first + 0.5) * step
  const y = (value: number) => scale(value)
  const base = top + plot
  const known = years.flatMap(({ year, cell }) => (cell.value === undefined ? [] : [[year, cell.value] as const]))
  const path = line<SeriesYear>(
    ({ year }) => Number(x(year).toFixed(1)),
    ({ cell }) => Number(y(cell.value ?? 0).toFixed(1))
  ).defined(({ cell }) => cell.value !== undefined)
  const under = base + gap
  const tall = largestOf(coverage)
  const dot = (one: SeriesYear): El => {
    const at = { cx: x(one.year), cy: y(one.cell.value ?? 0) }
    const give = one.give
    return marked(
      el(
        "g",
        {},
        ...(give === undefined
          ? []
          : [
              el("line", {
                x1: at.cx,
                x2: at.cx,
                y1: y((one.cell.value ?? 0) + give),
                y2: y(Math.max(0, (one.cell.value ?? 0) - give)),
                stroke: "@destination",
                "stroke-width": 7,
                "stroke-opacity": 0.35
              })
            ]),
        el("circle", {
          ...at,
          r: isMany ? 2.5 : 5.5,
          stroke: "@destination",
          "stroke-width": isMany ? 1 : 2.5,
          fill: one.cell.asOf === undefined ? "@destination" : "@ground"
        }),
        isMany
          ? undefined
          : el(
              "text",
              {
                x: at.cx,
                y: at.cy - 11,
                "text-anchor": "middle",
                "font-size": 12,
                fill: "@ink",
                stroke: "@ground",
                "stroke-width": 3,
                "paint-order": "stroke"
              },
              String(one.cell.value)
            )
      ),
      one.mark
    )
  }
  const body = [
    patterns(picture),
    ...scale
      .ticks(4)
      .flatMap((tick) => [
        el("line", { x1: left, x2: width - 8, y1: y(tick), y2: y(tick), stroke: "@border", "stroke-width": 0.5 }),
        el(
          "text",
          { x: left - 6, y: y(tick) + 4, "text-anchor": "end", "font-size": 12, fill: "@quiet", "aria-hidden": "true" },
          String(tick)
        )
      ]),
    ...(slope === undefined || known.length < 3 ? [] : trendOf(known, slope, x, y)),
    ...events.flatMap(({ at, number }) => [
      el("line", {
        x1: x(at),
        x2: x(at),
        y1: top,
        y2: base,
        stroke: "@warn",
        "stroke-width": 1.5,
        "stroke-dasharray": "2 3"
      }),
      el("circle", { cx: x(at), cy: top - 12, r: 9, fill: "@warn" }),
      el(
        "text",
        { x: x(at), y: top - 7.7, "text-anchor": "middle", "font-size": 12, "font-weight": 600, fill: "@ground" },
        String(number)
      )
    ]),
    ...breaks.flatMap((one) => breakOf(one, x, base)),
    el("path", { d: path(years) ?? "", fill: "none", stroke: "@destination", "stroke-width": 2 }),
    ...years.map((one) =>
      one.cell.value === undefined
        ? marked(el("g", {}, ...column(picture, x(one.year), step, top + 24, plot - 24, one.cell, y)), one.mark)
        : dot(one)
    ),
    ...panelOf(panel, path(panel) ?? "", x, y),
    el("line", { x1: left, x2: width - 8, y1: base, y2: base, stroke: "@edge" }),
    ...ticks.map(({ at, text }) =>
      el(
        "text",
        { x: x(at), y: base + 17, "text-anchor": "middle", "font-size": 12, fill: "@ink", "aria-hidden": "true" },
        text
      )
    ),
    ...(coverage.length === 0
      ? []
      : [
          el(
            "text",
            { x: 4, y: under + 2, "font-size": 12, "font-weight": 600, fill: "@ink", "aria-hidden": "true" },
            coverageName
          ),
          ...coverage
            .filter(({ year }) => year >= first && year <= first + years.length - 1)
            .map(({ year, cell, mark }) => {
              const wide = isMany ? step : Math.min(step - 4, 60)
              const reach = (value: number) => Math.max(1, (value / tall) * (ribbon - 14))
              if (cell.value === undefined) {
                const on = (value: number) => under + 10 + ribbon - reach(value)
                return marked(el("g", {}, ...column(picture, x(year), step, under + 10, ribbon, cell, on)), mark)
              }
              const height = reach(cell.value)
              return marked(
                el(
                  "g",
                  {},
                  el("rect", {
                    x: x(year) - wide / 2,
                    y: under + 10 + ribbon - height,
                    width: wide,
                    height,
                    fill: "@flow"
                  }),
                  isMany
                    ? undefined
                    : el(
                        "text",
                        {
                          x: x(year),
                          y: under + 6 + ribbon - height,
                          "text-anchor": "middle",
                          "font-size": 12,
                          fill: "@ink"
                        },
                        String(cell.value)
                      )
                ),
                mark
              )
            })
        ])
  ]
  return { width, height: coverage.length === 0 ? under : under + ribbon + 16, body }
}
