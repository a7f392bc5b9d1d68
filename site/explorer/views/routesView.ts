/** Routes of a year from origin through transit to destination. */
import { type Cell, cellsAt, labelOf, type Table } from "../cells/Table.ts"
import { roleHeads, routeSankey } from "../drawings/routeSankey.ts"
import { cellWords } from "./cellWords.ts"
import { anyControl, named, yearControl } from "./choices.ts"
import type { Given, Points, Shown, View } from "./View.ts"

/** Places from west to east: an order that no figure is in. */
const westToEast = (points: Points): ReadonlyArray<string> =>
  Object.keys(points).sort((a, b) => (points[a]?.[0] ?? 0) - (points[b]?.[0] ?? 0))

const make = (given: Given): Shown => {
  const { say, names, tables, width, more } = given
  const table = tables.get("corridors") as Table
  const placesOf = (cell: Cell) => labelOf(table, cell, "corridor").split(" > ")
  const year = yearControl(given, table)
  const place = anyControl(given, "place", say("place"), named(table.cells.flatMap(placesOf), names.place))
  const own = cellsAt(table, { year: year.value })
    .filter((cell) => place.value === "" || placesOf(cell).includes(place.value))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1))
  const wordsOf = (cell: Cell) =>
    say("routeWords", {
      route: names.route(labelOf(table, cell, "corridor")),
      year: year.value,
      figure: cellWords(say, cell)
    })
  // A way within one country has no two ends to draw a band between.
  const drawn = own.flatMap((cell) => {
    const places = placesOf(cell)
    return cell.value === undefined || cell.value === 0 || places.length < 2
      ? []
      : [{ places, value: cell.value, mark: { words: wordsOf(cell) } }]
  })
  const sankey = routeSankey(drawn, names.place, westToEast(more["points"] as Points), width)
  const hidden = own.filter(({ state }) => state === "suppressed").length
  const first = own.find(({ value }) => value !== undefined)
  const title = say("routesTitle", { year: year.value })
  return {
    pictures: [
      {
        name: "routes",
        title,
        summary: [
          first === undefined ? say("nothingPublished") : say("largestFlow", { words: wordsOf(first) }),
          say("countOfRoutes", { n: own.length }),
          say("countHidden", { n: hidden })
        ].join(" "),
        width: sankey.width,
        height: sankey.height,
        body: [...roleHeads(sankey.width, sankey.last, (role) => say(role)), ...sankey.body]
      }
    ],
    controls: [year, place],
    notes: [
      ...(hidden > 0 ? [say("routesHidden", { n: hidden })] : []),
      ...(own.some((cell) => placesOf(cell).length < 2) ? [say("routesWithin")] : []),
      say("routesHeights"),
      say("noTotals")
    ],
    twins: [
      {
        caption: title,
        head: [say("route"), say("personsHead")],
        rows: own.map((cell) => ({ head: [names.route(labelOf(table, cell, "corridor"))], cells: [cell] }))
      }
    ],
    files: [
      { table: "corridors", parameters: { from: year.value, to: year.value } },
      { table: "corridors", parameters: {} }
    ],
    keys: []
  }
}

export const routesView: View = {
  name: "routes",
  title: "navRoutes",
  lead: "leadRoutes",
  how: "howRoutes",
  tables: ["corridors"],
  asks: () => ({ points: "page:points" }),
  make
}
