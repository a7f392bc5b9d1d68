/** Seasons need months. Releases are by year, and the view says why, rather than to spread a year over months that nobody published. */
import { labelsOf } from "../cells/Table.ts"
import { barsOf, rowsOf } from "./rowsView.ts"
import type { Given, Shown, View } from "./View.ts"

const make = (given: Given): Shown => {
  const { say, tables } = given
  const table = tables.get("coverage")
  const isYears = table === undefined || labelsOf(table, "year").every((label) => !/^\d{4}-\d\d$/.test(label))
  if (table === undefined)
    return { pictures: [], controls: [], first: [say("seasonNot")], notes: [], twins: [], files: [], keys: [] }
  const { picture, twin } = barsOf(given, table, rowsOf(given, table, ["record_kind"], {}), {
    name: "season",
    title: say("seasonTitle"),
    rowHead: say("recordKind")
  })
  return {
    pictures: [picture],
    controls: [],
    first: isYears ? [say("seasonNot"), say("seasonInstead")] : [],
    notes: [],
    twins: [twin],
    files: [{ table: "coverage", parameters: {} }],
    keys: []
  }
}

export const seasonView: View = {
  name: "season",
  title: "navSeason",
  lead: "leadSeason",
  how: "howSeason",
  tables: ["coverage"],
  make
}
