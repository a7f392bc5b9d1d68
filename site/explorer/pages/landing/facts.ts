/** The three answers of the first page: how many, from where to where, who. */

import { type Content, h } from "@corridor/page/html"
import { cellsAt, certainFigure, labelOf } from "../../cells/Table.ts"
import { flowPath } from "../../state/paths.ts"
import type { Edition } from "../Edition.ts"
import { figureWords, latestReported, latestYearOf, type PageContext, to, yearsAt } from "../PageContext.ts"
import { sentenceOf } from "../sections/rising.ts"
import type { CorridorRow } from "./largestCorridors.ts"

/** Returns a question with its answer. `said` is what the figure is of, `verdict` whether it rises. */
const answer = (question: string, figure: Content, said: Content, verdict: string | null = null): Content =>
  h(
    "section",
    { class: "fact" },
    h("h2", question),
    h("p", { class: "figure" }, figure),
    h("p", said),
    verdict === null || verdict === "" ? null : h("p", h("strong", verdict))
  )

/** Returns what a figure is of, and how its persons are counted. */
const counted = (said: string, how: string): Content => [said, " ", h("span", { class: "quiet" }, how)]

/** Returns all persons in records of victims, or of routes if there are none, in the latest year with a published figure. */
const totalOf = (edition: Edition) => {
  for (const kind of ["victim", "route"] as const) {
    const where = { record_kind: kind }
    const table = edition.rows("coverage", where)
    const years = table === undefined || table.cells.length === 0 ? [] : yearsAt(table, where)
    const latest = years.findLast(({ cell }) => cell.value !== undefined) ?? latestReported(years)
    if (latest !== undefined) return { kind, latest, trend: edition.trend("coverage", where) }
  }
  return undefined
}

/** How many: the figure of the latest year, and its trend. Nothing if the edition has no total. */
export const howMany = (context: PageContext, edition: Edition): Content => {
  const { p } = context
  const total = totalOf(edition)
  if (total === undefined) return null
  const { kind, latest, trend } = total
  return answer(
    p("howMany"),
    figureWords(context, latest.cell),
    counted(
      `${p(kind === "victim" ? "inVictimRecords" : "inRouteRecords", { year: latest.year })}.`,
      p("onceEachMonth")
    ),
    sentenceOf(context, trend)
  )
}

/** From where to where: the largest corridor of the year. Nothing if no corridor is known to have a person. */
export const fromWhere = (
  context: PageContext,
  edition: Edition,
  rows: ReadonlyArray<CorridorRow>,
  year: string
): Content => {
  const [first] = rows
  if (first === undefined || certainFigure(first.cell) < 1) return null
  const { p } = context
  const path = flowPath(first.origin, first.destination)
  return answer(
    p("fromWhere"),
    path === undefined ? first.name : h("a", { href: to(context, path) }, first.name),
    counted(`${p("largestCorridor", { figure: figureWords(context, first.cell), year })}.`, p("once")),
    sentenceOf(context, edition.trend("flows", { origin: first.origin, destination: first.destination }))
  )
}

/** Returns the largest published class of victims. A suppressed class may be larger, so it is called the largest published one. */
export const who = (context: PageContext, edition: Edition): Content => {
  const { p, names } = context
  for (const [name, by] of [
    ["victims", ["form", "age_group", "sex"]],
    ["risk_groups", ["risk_group"]]
  ] as const) {
    const table = edition.rows(name)
    const year = table === undefined ? undefined : latestYearOf(table)
    if (table === undefined || year === undefined) continue
    const [first] = cellsAt(table, { year })
      .filter(({ value }) => value !== undefined)
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
    if (first === undefined) continue
    const known = [...by, "country"].filter((dimension) => table.dimensions.includes(dimension))
    const words = names.phrase(
      known,
      known.map((dimension) => labelOf(table, first, dimension))
    )
    return answer(p("whoShort"), words, [
      `${p("largestGroup", { figure: figureWords(context, first), year })}. `,
      h("a", { href: to(context, "/", { view: "victims" }) }, p("allGroups"))
    ])
  }
  return null
}
