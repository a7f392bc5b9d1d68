/** Origins by destinations, a square each: the map without its geography. */
import { cellAt, cellsAt, labelsOf, largest, type Table } from "../cells/Table.ts"
import { el } from "../drawings/El.ts"
import { heatMap, stepEnds, stepPaint } from "../drawings/heatMap.ts"
import { boundNotes } from "./boundNotes.ts"
import { cellWords } from "./cellWords.ts"
import { yearControl } from "./choices.ts"
import type { Given, Points, Shown, View } from "./View.ts"

const make = (given: Given): Shown => {
  const { say, names, tables, width, more } = given
  const flows = tables.get("flows") as Table
  const points = more["points"] as Points
  const eastwards = (a: string, b: string) => (points[a]?.[0] ?? 0) - (points[b]?.[0] ?? 0)
  const year = yearControl(given, flows)
  const origins = labelsOf(flows, "origin").toSorted(eastwards)
  const destinations = labelsOf(flows, "destination").toSorted(eastwards)
  const most = largest(flows.cells)
  const columns = destinations.map(names.place)
  const rows = origins.map((origin) => ({
    name: names.place(origin),
    cells: destinations.map((destination) => {
      const cell = cellAt(flows, { origin, destination, year: year.value })
      const words = say("flowWords", {
        origin: names.place(origin),
        destination: names.place(destination),
        year: year.value,
        figure: cellWords(say, cell)
      })
      return { cell, mark: { words } }
    })
  }))
  const drawn = heatMap({
    picture: "matrix",
    most,
    width,
    columns,
    rows
  })
  const own = cellsAt(flows, { year: year.value })
  const ends = stepEnds(most)
  const title = say("matrixTitle", { year: year.value })
  return {
    pictures: [
      {
        name: "matrix",
        title,
        summary: [
          say("matrixSummary", { rows: origins.length, columns: destinations.length }),
          say("countOfCells", { n: own.length }),
          say("countHidden", { n: own.filter(({ state }) => state === "suppressed").length })
        ].join(" "),
        ...drawn
      }
    ],
    controls: [year],
    notes: [say("matrixOrder"), ...boundNotes(given, own, "boundsSquares"), say("noTotals")],
    twins: [
      {
        caption: title,
        head: [`${say("origin")} \\ ${say("destination")}`, ...columns],
        rows: rows.map(({ name, cells }) => ({ head: [name], cells: cells.map(({ cell }) => cell) }))
      }
    ],
    files: [
      { table: "flows", parameters: { from: year.value, to: year.value } },
      { table: "flows", parameters: {} }
    ],
    keys: ends.map((end, i) => ({
      sign: el(
        "svg",
        { width: 24, height: 18, viewBox: "0 0 24 18" },
        el("rect", { width: 24, height: 18, fill: stepPaint(end, most) })
      ),
      words: say("upTo", { from: i === 0 ? 0 : (ends[i - 1] ?? 0) + 1, to: end })
    }))
  }
}

export const matrixView: View = {
  name: "matrix",
  title: "navMatrix",
  lead: "leadMatrix",
  how: "howMatrix",
  tables: ["flows"],
  asks: () => ({ points: "page:points" }),
  make
}
