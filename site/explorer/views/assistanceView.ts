/** Persons helped, by kind of assistance and year. */
import type { Table } from "../cells/Table.ts"
import { barsOf, rowsOf } from "./rowsView.ts"
import type { Given, Shown, View } from "./View.ts"
import { countryChoice } from "./victimsView.ts"

const make = (given: Given): Shown => {
  const { say, tables, names } = given
  const table = tables.get("assistance") as Table
  const country = countryChoice(given, table)
  const where = country === undefined ? {} : { country: country.value }
  const { picture, twin, notes } = barsOf(given, table, rowsOf(given, table, ["assistance_type"], where), {
    name: "assistance",
    title: country === undefined ? say("navAssistance") : `${say("navAssistance")}: ${names.place(country.value)}`,
    rowHead: say("kindOfHelp")
  })
  return {
    pictures: [picture],
    controls: country === undefined || country.options.length < 2 ? [] : [country],
    notes: [say("helpOverlaps"), say("oneScale"), ...notes],
    twins: [twin],
    files: [{ table: "assistance", parameters: where }],
    keys: []
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
