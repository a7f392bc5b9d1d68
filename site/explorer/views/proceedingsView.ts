/** The stages that cases reached: one year as a funnel, all years as rows. */
import { cellAt, cellsAt, labelsOf, largest, type Table } from "../cells/Table.ts"
import { stageFunnel } from "../drawings/stageFunnel.ts"
import { cellWords } from "./cellWords.ts"
import { anyControl, yearControl } from "./choices.ts"
import { barsOf, rowsOf } from "./rowsView.ts"
import type { Control, View, ViewModel, ViewProps } from "./View.ts"
import { countryChoice } from "./victimsView.ts"

/** Stages in the order in which a case reaches them. */
const stages = ["Detected", "Investigated", "Prosecuted", "Convicted", "ClosedWithoutConviction"]

const articleChoice = (props: ViewProps, table: Table): Control | undefined => {
  if (!table.dimensions.includes("offence_article")) return undefined
  const labels = labelsOf(table, "offence_article")
  const options = labels.map((label) => [label, props.names.label("offence_article", label)] as const)
  const control = anyControl(props, "article", props.t("article"), options)
  return { ...control, options, value: control.value === "" ? (labels[0] ?? "") : control.value }
}

const make = (props: ViewProps): ViewModel => {
  const { t, names, tables, width } = props
  const table = tables.get("proceedings") as Table
  const [country, article] = [countryChoice(props, table), articleChoice(props, table)]
  const where = {
    ...(country === undefined ? {} : { country: country.value }),
    ...(article === undefined ? {} : { offence_article: article.value })
  }
  const year = yearControl(props, table, { ...table, cells: cellsAt(table, where) })
  const known = new Set(labelsOf(table, "stage"))
  const own = stages.filter((stage) => known.has(stage))
  const most = largest(table.cells)
  const ofYear = own.map((stage) => ({ stage, cell: cellAt(table, { ...where, stage, year: year.value }) }))
  const reached = ofYear.map(({ stage, cell }) => {
    const [name, words] = [names.label("stage", stage), cellWords(t, cell)]
    return { name, words, cell, mark: { words: `${name}, ${year.value}: ${words}` } }
  })
  const funnel = stageFunnel("funnel", reached, most, width)
  const first = reached.find(({ cell }) => cell.value !== undefined)
  const rows = rowsOf(props, table, ["stage"], where, (_, label) => stages.indexOf(label))
  const whose = article === undefined ? t("navProceedings") : names.label("offence_article", article.value)
  const { picture, tableEquivalent, notes } = barsOf(props, table, rows, {
    name: "proceedings",
    title: `${whose}: ${t("allYears")}`,
    rowHead: t("stage")
  })
  return {
    pictures: [
      {
        name: "funnel",
        title: `${whose}, ${year.value}`,
        summary: `${first === undefined ? t("nothingPublished") : `${first.mark.words}.`} ${t("funnelSummary")}`,
        ...funnel
      },
      picture
    ],
    controls: [
      year,
      ...(article === undefined ? [] : [article]),
      ...(country === undefined || country.options.length < 2 ? [] : [country])
    ],
    notes: [t("stagesApart"), t("oneScale"), ...notes],
    tableEquivalents: [tableEquivalent],
    files: [{ table: "proceedings", parameters: where }]
  }
}

export const proceedingsView: View = {
  name: "proceedings",
  title: "navProceedings",
  lead: "leadProceedings",
  how: "howProceedings",
  tables: ["proceedings"],
  make
}
