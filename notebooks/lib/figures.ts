/** Figures in one style: states differ by more than colour, missing values are gaps, and every label has room. */
import type { Intervention } from "@corridor/flow-statistics/interventions/analyseIntervention"
import * as Plot from "@observablehq/plot"
import type { YearOf } from "./series.ts"

/** Width of a letter and height of a line of labels, in pixels. */
const [letter, line] = [7.4, 15]

/** Below this width names do not fit next to the lines, and are in a legend. */
const narrow = 520

const roomOf = () => Math.min(720, Math.max(300, (globalThis.document?.body.clientWidth ?? 752) - 32))

/** Draws a figure that screen readers read as one picture with its caption; the equivalent table has the numbers. */
const plot = (options: Plot.PlotOptions & { readonly caption: string }) => {
  const made = Plot.plot({ style: { fontSize: "12px" }, marginLeft: 56, marginBottom: 38, ...options })
  for (const marks of made.querySelectorAll("g[aria-label]")) marks.removeAttribute("aria-label")
  const svgs = made.querySelectorAll(":scope > svg")
  for (const svg of svgs) {
    svg.setAttribute("role", "img")
    svg.setAttribute("aria-label", options.caption)
  }
  return made
}

/** An axis of whole years. Its name is in the middle: at its end it would be behind the names of lines. */
const yearAxis = {
  label: "year",
  labelAnchor: "center" as const,
  labelArrow: "none" as const,
  tickFormat: (year: number) => (Number.isInteger(year) ? String(year) : "")
}

const persons = { label: "persons", grid: true, zero: true }

/** Positions of labels from the lowest up, each at its value or as far above the one below as a line is high. */
const apart = (values: ReadonlyArray<number>, least: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  for (const value of values) found.push(Math.max(value, (found.at(-1) ?? Number.NEGATIVE_INFINITY) + least))
  return found
}

/** Draws persons by year, one line for each series. A hidden year is an S on the axis, never a 0, and no line crosses it. */
export const yearLines = (series: ReadonlyArray<ReadonlyArray<YearOf>>, caption: string) => {
  const all = series.flat()
  const width = roomOf()
  const isNarrow = width < narrow
  const height = Math.max(260, 60 + series.length * line)
  const most = Math.max(1, ...all.map(({ value }) => value ?? 0))
  const ends = series
    .flatMap((own) => own.findLast(({ state }) => state === "published") ?? [])
    .toSorted((a, b) => (a.value ?? 0) - (b.value ?? 0))
  const labels = apart(
    ends.map(({ value }) => value ?? 0),
    (most * line) / (height - 60)
  )
  const hiddenYears = [...new Set(all.flatMap(({ year, state }) => (state === "suppressed" ? [year] : [])))]
  const longest = Math.max(0, ...ends.map(({ series: name }) => name.length))
  return plot({
    caption,
    width,
    height,
    marginRight: isNarrow ? 20 : 24 + longest * letter,
    x: yearAxis,
    y: { ...persons, domain: [0, Math.max(most * 1.04, labels.at(-1) ?? 0)] },
    color: { legend: isNarrow },
    marks: [
      Plot.ruleY([0]),
      Plot.lineY(all, { x: "year", y: (d: YearOf) => d.value ?? Number.NaN, z: "series", stroke: "series" }),
      Plot.dot(all, {
        filter: (d: YearOf) => d.state === "published",
        x: "year",
        y: "value",
        stroke: "series",
        fill: "white"
      }),
      // One sign for all series that are suppressed in a year: several would be printed on each other.
      Plot.text(hiddenYears, {
        x: (year: number) => year,
        y: 0,
        dy: -8,
        text: () => "S",
        fontWeight: 700
      }),
      ...(isNarrow
        ? []
        : [
            Plot.text(
              ends.map((end, i) => ({ ...end, at: labels[i] as number })),
              { x: "year", y: "at", text: "series", textAnchor: "start", dx: 8 }
            )
          ])
    ]
  })
}

/** Draws a series with the line before a year, continued, and the fitted line after it. */
export const changeLines = (
  run: ReadonlyArray<YearOf>,
  at: number,
  { counterfactual, levelChange, slopeChange }: Pick<Intervention, "counterfactual" | "levelChange" | "slopeChange">,
  caption: string
) => {
  const after = run.slice(at).map(({ year }, i) => ({
    year,
    before: counterfactual[i] as number,
    found: (counterfactual[i] as number) + levelChange.value + slopeChange.value * i
  }))
  return plot({
    caption,
    width: roomOf(),
    height: 260,
    x: yearAxis,
    y: persons,
    marks: [
      Plot.ruleX([(run[at]?.year ?? 0) - 0.5], { strokeDasharray: "2 2" }),
      Plot.dot(run, { x: "year", y: "value", stroke: "currentColor", fill: "white" }),
      Plot.line(after, { x: "year", y: "before", strokeDasharray: "6 4" }),
      Plot.line(after, { x: "year", y: "found", strokeWidth: 2 })
    ]
  })
}

/** A part of a whole in a year, in per cent. */
export interface Share {
  readonly year: number
  readonly group: string
  readonly share: number
}

/** Draws the shares of groups, one bar for each year. */
export const shareBars = (shares: ReadonlyArray<Share>, caption: string) =>
  plot({
    caption,
    width: roomOf(),
    height: 70 + new Set(shares.map(({ year }) => year)).size * 34,
    x: { label: "share, %", domain: [0, 100] },
    y: { tickFormat: "d", label: "year" },
    color: { legend: true, scheme: "Cividis" },
    marks: [Plot.barX(shares, { x: "share", y: "year", fill: "group", inset: 1 })]
  })
