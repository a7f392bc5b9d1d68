/** Origins by destinations, one square per pair. */
import { numberFormat } from "@corridor/page/formats"

import { overviewOf } from "../cells/Overview.ts"
import { type Cell, cellAt, cellsAt, labelOf, type Table } from "../cells/Table.ts"
import { heatMap } from "../drawings/heatMap.ts"
import type { Points } from "../drawings/Picture.ts"
import { placePath } from "../state/paths.ts"
import { boundNotes } from "./boundNotes.ts"
import { cellWords, countStates, largestFlow } from "./cellWords.ts"
import { filesOfYear, partOfYear, yearControl } from "./choices.ts"
import { stepKeys } from "./stepKeys.ts"
import type { View, ViewModel, ViewProps } from "./View.ts"

/** The most rows and the most columns. More squares than these are neither read nor drawn in time. */
const maxPlaces = 40

const make = (props: ViewProps): ViewModel => {
  const { t, names, tables, width, resources } = props
  const flows = tables.get("flows") as Table
  const points = resources["points"] as Points
  const eastwards = (a: string, b: string) => (points[a]?.[0] ?? 0) - (points[b]?.[0] ?? 0)
  const year = yearControl(props, flows)
  const { labels, most, least } = overviewOf(flows)
  const [origins = [], destinations = []] = ["origin", "destination"].map((one) =>
    // Those with the largest certain figures of all years: suppressed figures decide by their bounds only.
    (labels[one] ?? []).slice(0, maxPlaces).toSorted(eastwards)
  )
  const leavesOut = ["origin", "destination"].some((one) => (labels[one] ?? []).length > maxPlaces)
  const write = numberFormat(props.language).format
  const columns = destinations.map(names.place)
  const wordsOf = (origin: string, destination: string, cell: Cell) =>
    t("flowWords", {
      origin: names.place(origin),
      destination: names.place(destination),
      year: year.value,
      figure: cellWords(t, cell)
    })
  const rows = origins.map((origin) => ({
    name: names.place(origin),
    link: placePath(origin),
    cells: destinations.map((destination) => {
      const cell = cellAt(flows, { origin, destination, year: year.value })
      return { cell, mark: { words: wordsOf(origin, destination, cell) } }
    })
  }))
  const drawn = heatMap({
    picture: "matrix",
    most,
    width,
    write,
    columns,
    rows,
    axes: { rows: t("origin"), columns: t("destination") }
  })
  const own = cellsAt(flows, { year: year.value })
  const title = t("matrixTitle", { year: year.value })
  const signNotes = boundNotes(props, own, "boundsSquares")
  return {
    pictures: [
      {
        name: "matrix",
        title,
        summary: [
          largestFlow(t, own, (cell) =>
            wordsOf(labelOf(flows, cell, "origin"), labelOf(flows, cell, "destination"), cell)
          ),
          t("matrixSummary", { rows: origins.length, columns: destinations.length }),
          countStates(t, own)
        ].join(" "),
        ...drawn,
        signNotes,
        keys: stepKeys(t, write, least, most)
      }
    ],
    controls: [year],
    notes: [
      ...(leavesOut ? [t("matrixLargest", { n: maxPlaces })] : []),
      t("matrixOrder"),
      ...signNotes,
      t("noTotals")
    ],
    tableEquivalents: [
      {
        caption: title,
        leftOut: t("matrixLeftOut"),
        head: [`${t("origin")} \\ ${t("destination")}`, ...columns],
        rows: rows.map(({ name, link, cells }) => ({
          head: [name],
          links: [link],
          cells: cells.map(({ cell }) => cell)
        }))
      }
    ],
    files: filesOfYear("flows", year.value)
  }
}

export const matrixView: View = {
  name: "matrix",
  title: "navMatrix",
  lead: "leadMatrix",
  how: "howMatrix",
  tables: ["flows"],
  part: partOfYear,
  resources: () => ({ points: "page:points" }),
  make
}
