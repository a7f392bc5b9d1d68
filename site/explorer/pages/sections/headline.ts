/** The figure of the latest year that was reported, with what it counts. */

import { type Content, h } from "@corridor/page/html"
import type { Cell } from "../../cells/Table.ts"
import { boundsText } from "../../drawings/boundsLine.ts"
import { figureWords, latestReported, type PageContext, type YearCell } from "../PageContext.ts"
import { rateOf, writeRates } from "../rate.ts"

/** Returns the line above a heading that says what kind of page it is. */
export const eyebrow = (kind: string): Content => h("p", { class: "eyebrow" }, kind)

/** Returns a figure as a rate of a year's population, with that population. */
const rateSentence = ({ p, language }: PageContext, cell: Cell, population: number, year: string): string => {
  const own = rateOf(cell, population)
  const { value, low, high } = own
  const write = writeRates(language, [own])
  const rate = value === undefined ? boundsText({ low, high }, write) : write(value)
  return rate === undefined ? "" : p("ratePerYear", { rate, population, year })
}

/** The number of the latest year that was reported, and what it is. `population` returns the inhabitants that it is compared with. */
export const headline = (
  context: PageContext,
  years: ReadonlyArray<YearCell>,
  population: (year: number) => number | undefined = () => undefined
): Content => {
  const { t, p } = context
  const latest = latestReported(years)
  if (latest === undefined) return null
  const published = years.findLast(({ cell }) => cell.value !== undefined)
  const last = years.at(-1)
  const inhabitants = population(Number(latest.year))
  return h(
    "div",
    { class: "headline" },
    h(
      "p",
      { class: "number", "data-state": latest.cell.state },
      h("strong", figureWords(context, latest.cell)),
      " ",
      h("span", p("latestYear", { year: latest.year }))
    ),
    latest.cell.state === "published"
      ? null
      : h(
          "p",
          p(latest.cell.low === undefined ? "hiddenWhy" : latest.cell.high === undefined ? "leastWhy" : "rangeWhy")
        ),
    latest.cell.low !== undefined || published === undefined || latest === published
      ? null
      : h("p", p("lastPublished", { figure: figureWords(context, published.cell), year: published.year })),
    inhabitants === undefined
      ? null
      : h("p", { class: "rate" }, rateSentence(context, latest.cell, inhabitants, latest.year)),
    last !== undefined && last.year !== latest.year ? h("p", p("newerMissing", { year: last.year })) : null,
    h("p", { class: "quiet" }, t("oncePerPartner"))
  )
}
