/** A series as a picture, with the same figures as a table. */

import { type Content, h } from "@corridor/page/html"
import { releaseTables } from "../../../../release/catalogue/releaseTables.ts"
import type { Table } from "../../cells/Table.ts"
import { badgeHeight, patterns, stateBadge } from "../../drawings/cellPaint.ts"
import { el } from "../../drawings/El.ts"
import type { Key, Picture } from "../../drawings/Picture.ts"
import { cellTable } from "../../parts/cellTable.ts"
import { stateNames } from "../../views/cellWords.ts"
import { smallSignKeys } from "../../views/smallSigns.ts"
import type { TrendAnswer } from "../../views/TrendAnswer.ts"
import { trendView } from "../../views/trendView.ts"
import type { TableEquivalent, ViewModel, ViewProps } from "../../views/View.ts"
import { atSizes, chart, chartKeys } from "../chart.ts"
import type { Edition } from "../Edition.ts"
import { type PageContext, to } from "../PageContext.ts"

/** Returns what a view needs, for a page's picture of a width. */
export const viewProps = (context: PageContext, tables: ReadonlyMap<string, Table>, width: number): ViewProps => {
  const { t, names, language } = context
  const linkTo = (path: string | undefined) => (path === undefined ? undefined : to(context, path))
  return { tables, filters: {}, t, names, language, width, linkTo, resources: {} }
}

const propsOf = (
  context: PageContext,
  table: Table,
  filters: ViewProps["filters"],
  width: number,
  resources: ViewProps["resources"]
): ViewProps => {
  // Pages show series of tables that the view does not offer, such as places of transit.
  const series = {
    table: table.name,
    title: "",
    kind: releaseTables.get(table.name)?.cube.recordKind ?? ""
  }
  const tables = new Map([[table.name, table]])
  const names = { ...context.names, series: [series] }
  return { ...viewProps(context, tables, width), filters, names, resources }
}

const list = (notes: ReadonlyArray<string>): Content =>
  notes.length === 0
    ? null
    : h(
        "ul",
        { class: "notes" },
        notes.map((note) => h("li", note))
      )

/** Returns the signs of the states that cells of a picture have, other than published. */
const stateKeys = ({ t }: PageContext, picture: string, { tableEquivalents }: ViewModel): ReadonlyArray<Key> => {
  const states = tableEquivalents.flatMap(({ rows }) =>
    rows.flatMap(({ cells: [cell] }) => (typeof cell === "object" ? [cell.state] : []))
  )
  return (["suppressed", "not_reported", "not_collected"] as const).flatMap((state) => {
    if (!states.includes(state)) return []
    const name = `${picture}-${state}`
    const size = { width: 30, height: badgeHeight, viewBox: `0 0 30 ${badgeHeight}` }
    const sign = el("svg", size, patterns(name), ...stateBadge(name, state, 15, badgeHeight, 28))
    return [{ sign, words: t(stateNames[state]) }]
  })
}

/** Returns a series as a picture, with the same figures as a table next to it. */
export const seriesSection = (
  context: PageContext,
  table: Table,
  where: Readonly<Record<string, string>>,
  trend: TrendAnswer | undefined,
  title: string,
  name = "series",
  level: 2 | 3 = 2
): Content => {
  const label = table.dimensions.flatMap((one) => (one === "year" ? [] : [where[one] ?? ""])).join("~")
  const filters = { series: table.name, label }
  const resources = trend === undefined ? {} : { trend }
  const model = (width: number): ViewModel => trendView.make(propsOf(context, table, filters, width, resources))
  const drawn = model(600)
  const { notes, tableEquivalents } = drawn
  const draw = (width: number): Picture => {
    const picture = model(width).pictures[0] as Picture
    const { keys = [] } = picture
    // Signs without letters are keys of the picture.
    const states = smallSignKeys(context, picture).length > 0 ? [] : stateKeys(context, `${name}-key`, drawn)
    return { ...picture, title, keys: [...keys, ...states] }
  }
  const pictures = atSizes(draw)
  const { signNotes = [] } = pictures.wide
  // A table with the constant panel, or of parts of years, is too large to be next to the picture.
  const isBelow = tableEquivalents.some(({ head, rows }) => head.length > 3 || rows.length > maxBeside)
  return h(
    "section",
    { class: isBelow ? "tableBelow" : "withTable" },
    h(
      "div",
      chart(`${name}-chart`, pictures, level),
      chartKeys(context.t("keys"), pictures),
      list(signNotes),
      h("details", h("summary", context.p("readChart")), list(notes.filter((note) => !signNotes.includes(note))))
    ),
    tableEquivalents.map((one, i) => equivalent(context, `${name}-table-${i}`, { ...one, caption: title }))
  )
}

/** Maximum number of rows next to a picture. */
const maxBeside = 10

/** Returns the series by parts of years that the verdict on a table's cell comes from; nothing if it comes from the table itself. */
export const decidingSection = (
  context: PageContext,
  edition: Edition,
  table: Table,
  where: Readonly<Record<string, string>>,
  trend: TrendAnswer | undefined,
  name = "parts",
  level: 2 | 3 = 2
): Content => {
  const what = trend?.verdict.of ?? table.name
  const finer = what === table.name ? undefined : edition.rows(what, where)
  return finer === undefined
    ? null
    : seriesSection(context, finer, where, edition.trend(what, where), context.p("byPart"), name, level)
}

/** Returns the figures of a picture as a table. */
export const equivalent = (context: PageContext, id: string, equivalent: TableEquivalent): Content =>
  cellTable<Content>({ h, t: context.t, language: context.language, to: (path) => to(context, path) }, id, equivalent)
