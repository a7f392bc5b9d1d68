/** Figures in one style: states differ by more than colour, missing values are gaps, and the source is below. */

import type { Intervention } from "@corridor/flow-statistics/interventions/analyseIntervention"
import * as Plot from "@observablehq/plot"
import type { YearOf } from "./series.ts"

/** Draws a figure that screen readers read as one picture with its caption; the equivalent table has the numbers. */
export const plot = (options: Plot.PlotOptions & { readonly caption: string }) => {
  const made = Plot.plot(options)
  for (const marks of made.querySelectorAll("g[aria-label]")) marks.removeAttribute("aria-label")
  const svgs = made.querySelectorAll(":scope > svg")
  for (const svg of svgs) {
    svg.setAttribute("role", "img")
    svg.setAttribute("aria-label", options.caption)
  }
  return made
}

/** An axis of whole years. */
export const yearAxis = {
  label: "year",
  tickFormat: (year: number) => (Number.isInteger(year) ? String(year) : "")
}

/** Draws persons by year, one line for each series. A hidden year is a cross on the axis, never a 0, and no line crosses it. */
export const yearLines = (series: ReadonlyArray<ReadonlyArray<YearOf>>, caption: string) => {
  const all = series.flat()
  return plot({
    caption,
    width: 720,
    height: Math.max(240, 40 + series.length * 12),
    marginRight: 110,
    x: yearAxis,
    y: { label: "persons", grid: true, zero: true },
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
      Plot.dot(all, {
        filter: (d: YearOf) => d.state === "suppressed",
        x: "year",
        y: 0,
        symbol: "times",
        stroke: "currentColor"
      }),
      Plot.text(
        all,
        Plot.selectLast({
          filter: (d: YearOf) => d.state === "published",
          x: "year",
          y: "value",
          z: "series",
          text: "series",
          textAnchor: "start",
          dx: 6
        })
      )
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
    width: 720,
    height: 240,
    x: yearAxis,
    y: { label: "persons", grid: true, zero: true },
    marks: [
      Plot.ruleX([(run[at]?.year ?? 0) - 0.5], { strokeDasharray: "2 2" }),
      Plot.dot(run, { x: "year", y: "value", stroke: "currentColor", fill: "white" }),
      Plot.line(after, { x: "year", y: "before", strokeDasharray: "6 4" }),
      Plot.line(after, { x: "year", y: "found", strokeWidth: 2 })
    ]
  })
}

/** Returns the equivalent table of a figure, with the state of each cell that has no value. */
export const yearTable = (series: ReadonlyArray<ReadonlyArray<YearOf>>, caption: string) => {
  const all = [...new Set(series.flat().map(({ year }) => year))].sort((a, b) => a - b)
  return table(
    caption,
    ["series", ...all.map(String)],
    series.map((own) => [
      own[0]?.series ?? "",
      ...all.map((year) => {
        const cell = own.find((one) => one.year === year)
        return cell === undefined ? "–" : cell.state === "published" ? String(cell.value) : cell.state.replace("_", " ")
      })
    ])
  )
}

export const table = (
  caption: string,
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<string | number>>
) => {
  const made = document.createElement("table")
  made.createCaption().textContent = caption
  const header = made.createTHead().insertRow()
  for (const name of head) {
    const cell = document.createElement("th")
    cell.scope = "col"
    cell.textContent = name
    header.append(cell)
  }
  const body = made.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    for (const value of row) line.insertCell().textContent = String(value)
  }
  const frame = document.createElement("div")
  frame.className = "wide"
  frame.tabIndex = 0
  frame.setAttribute("role", "region")
  frame.setAttribute("aria-label", caption)
  frame.append(made)
  return frame
}

export const sentence = (text: string) => {
  const made = document.createElement("p")
  made.textContent = text
  return made
}
