/** Persons assisted, by kind of assistance and year. */
import type { Table } from "../cells/Table.ts"
import { barsOf, rowsOf } from "./rowsView.ts"
import type { View, ViewModel, ViewProps } from "./View.ts"
import { countryChoice } from "./victimsView.ts"

const make = (props: ViewProps): ViewModel => {
  const { t, tables, names } = props
  const table = tables.get("assistance") as Table
  const country = countryChoice(props, table)
  const where = country === undefined ? {} : { country: country.value }
  const { picture, tableEquivalent, notes } = barsOf(props, table, rowsOf(props, table, ["assistance_type"], where), {
    name: "assistance",
    title: country === undefined ? t("navAssistance") : `${t("navAssistance")}: ${names.place(country.value)}`,
    rowHead: t("kindOfHelp")
  })
  return {
    pictures: [picture],
    controls: country === undefined || country.options.length < 2 ? [] : [country],
    notes: [t("helpOverlaps"), t("oneScale"), ...notes],
    tableEquivalents: [tableEquivalent],
    files: [{ table: "assistance", parameters: where }]
  }
}

export const assistanceView: View = {
  name: "assistance",
  title: "navAssistance",
  lead: "leadAssistance",
  how: "howAssistance",
  tables: ["assistance"],
  make
}
