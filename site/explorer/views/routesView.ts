/** The routes of a year, from origin through transit to destination. */
import { byCertainFigure, type Cell, cellsAt, labelOf, type Table } from "../cells/Table.ts"
import type { Points } from "../drawings/Picture.ts"
import { roleHeads, routeSankey } from "../drawings/routeSankey.ts"
import { flowPath } from "../state/paths.ts"
import { cellWords, countStates, largestFlow } from "./cellWords.ts"
import { anyControl, filesOfYear, namedPlaces, yearControl } from "./choices.ts"
import type { View, ViewModel, ViewProps } from "./View.ts"

/** Places from west to east, an order that does not depend on figures. */
const westToEast = (points: Points): ReadonlyArray<string> =>
  Object.keys(points).sort((a, b) => (points[a]?.[0] ?? 0) - (points[b]?.[0] ?? 0))

const make = (props: ViewProps): ViewModel => {
  const { t, names, tables, width, resources } = props
  const table = tables.get("corridors") as Table
  const placesOf = (cell: Cell) => labelOf(table, cell, "corridor").split(" > ")
  const year = yearControl(props, table)
  const place = anyControl(props, "place", t("place"), namedPlaces(props, table.cells.flatMap(placesOf)))
  const own = byCertainFigure(
    cellsAt(table, { year: year.value }).filter((cell) => place.value === "" || placesOf(cell).includes(place.value))
  )
  const wordsOf = (cell: Cell) =>
    t("routeWords", {
      route: names.route(labelOf(table, cell, "corridor")),
      year: year.value,
      figure: cellWords(t, cell)
    })
  // A route within one country has no two ends to connect by a band.
  const drawn = own.flatMap((cell) => {
    const places = placesOf(cell)
    return cell.value === undefined || cell.value === 0 || places.length < 2
      ? []
      : [{ places, value: cell.value, mark: { words: wordsOf(cell) } }]
  })
  const sankey = routeSankey(drawn, names.place, westToEast(resources["points"] as Points), width)
  const hidden = own.filter(({ state }) => state === "suppressed").length
  const title = t("routesTitle", { year: year.value })
  return {
    pictures: [
      {
        name: "routes",
        title,
        summary: `${largestFlow(t, own, wordsOf)} ${countStates(t, own)}`,
        width: sankey.width,
        height: sankey.height,
        body: [...roleHeads(sankey.width, sankey.last, (role) => t(role)), ...sankey.body]
      }
    ],
    controls: [year, place],
    notes: [
      ...(hidden > 0 ? [t("routesHidden", { n: hidden })] : []),
      ...(own.some((cell) => placesOf(cell).length < 2) ? [t("routesWithin")] : []),
      t("routesHeights"),
      t("noTotals")
    ],
    tableEquivalents: [
      {
        caption: title,
        head: [t("route"), t("personsHead")],
        rows: own.map((cell) => {
          const [origin = "", destination = ""] = [placesOf(cell)[0], placesOf(cell).at(-1)]
          return {
            head: [names.route(labelOf(table, cell, "corridor"))],
            links: [flowPath(origin, destination)],
            cells: [cell]
          }
        })
      }
    ],
    files: filesOfYear("corridors", year.value)
  }
}

export const routesView: View = {
  name: "routes",
  title: "navRoutes",
  lead: "leadRoutes",
  how: "howRoutes",
  tables: ["corridors"],
  resources: () => ({ points: "page:points" }),
  make
}
