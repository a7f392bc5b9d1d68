/** The flows of a year as arrows on a map. */
import { type CellState, cellStates } from "@corridor/disclosure/tables/CellState"
import { overviewOf } from "../cells/Overview.ts"
import { byCertainFigure, type Cell, cellsAt, labelOf, labelsOf, type Table } from "../cells/Table.ts"
import { arrowPaint } from "../drawings/arc.ts"
import { mapBackground, type World } from "../drawings/background.ts"
import { type HiddenState, hiddenLine } from "../drawings/cellPaint.ts"
import { type El, el } from "../drawings/El.ts"
import { arrowWidth, flowMap } from "../drawings/flowMap.ts"
import type { Key, Points } from "../drawings/Picture.ts"
import { type Role, roleSign, roles } from "../drawings/roleSign.ts"
import { readZoom } from "../drawings/zoom.ts"
import { flowPath, placePath } from "../state/paths.ts"
import { cellWords, countStates, largestFlow, stateNames } from "./cellWords.ts"
import { anyControl, filesOfYear, namedPlaces, partOfYear, yearControl } from "./choices.ts"
import type { View, ViewModel, ViewProps } from "./View.ts"

/** The most arrows that are drawn. More would cover each other. */
const maxArrows = 60

const ends = (table: Table, cell: Cell) => ({
  origin: labelOf(table, cell, "origin"),
  destination: labelOf(table, cell, "destination")
})

/** Returns the places between origin and destination on a route. */
const transitOf = (route: string): ReadonlyArray<string> => route.split(" > ").slice(1, -1)

/** Returns the roles of each place in a year. Transit is that of the published routes of these flows. */
const rolesOf = (flows: Table, cells: ReadonlyArray<Cell>, corridors: Table | undefined, year: string) => {
  const found = new Map<string, Set<Role>>()
  const add = (place: string, role: Role) => found.set(place, (found.get(place) ?? new Set()).add(role))
  for (const cell of cells) {
    const { origin, destination } = ends(flows, cell)
    add(origin, "origin")
    add(destination, "destination")
  }
  if (corridors === undefined) return found
  const keyOf = (table: Table, cell: Cell) => Object.values(ends(table, cell)).join()
  const drawn = new Set(cells.map((cell) => keyOf(flows, cell)))
  for (const cell of cellsAt(corridors, { year }))
    if (cell.state === "published" && drawn.has(keyOf(corridors, cell)))
      for (const place of transitOf(labelOf(corridors, cell, "corridor"))) add(place, "transit")
  return found
}

const lineKey = (line: Readonly<Record<string, string | number>>, ...more: ReadonlyArray<El>): El =>
  el(
    "svg",
    { width: 40, height: 20, viewBox: "0 0 40 20" },
    ...more,
    el("path", { d: "M2 10H38", fill: "none", stroke: "@hatch", "stroke-width": 1.5, ...line })
  )

const widthKey = (most: number, value: number, width: number): El => {
  const id = `map-key${value}`
  return lineKey(
    { stroke: `url(#${id})`, "stroke-width": arrowWidth(value, most, width) },
    arrowPaint(id, { start: [2, 10], end: [38, 10] })
  )
}

/** Returns the figures of the key: the largest flow and two smaller round figures. */
const keyFigures = (most: number): ReadonlyArray<number> =>
  [...new Set([most / 10, most / 3, most].map((value) => Number(value.toPrecision(2))))].filter((value) => value >= 1)

/** Returns a flow in words: "Ukraine → Russia, 2005: 356 persons". */
const wordsIn =
  ({ t, names }: ViewProps, flows: Table, year: string) =>
  (cell: Cell): string => {
    const { origin, destination } = ends(flows, cell)
    const [from, to] = [names.place(origin), names.place(destination)]
    return t("flowWords", { origin: from, destination: to, year, figure: cellWords(t, cell) })
  }

/** Returns the places of the arrows with their roles, those with the most arrows first. */
const drawnPlaces = (
  { t, names, linkTo }: ViewProps,
  arrows: ReadonlyArray<{ readonly origin: string; readonly destination: string }>,
  rolesAt: ReadonlyMap<string, ReadonlySet<Role>>
) => {
  const arrowsAt = (code: string) =>
    arrows.filter(({ origin, destination }) => origin === code || destination === code).length
  return [...rolesAt]
    .sort(([a], [b]) => arrowsAt(b) - arrowsAt(a))
    .map(([place, own]) => {
      const name = names.place(place)
      const ownRoles = roles.filter((role) => own.has(role)).map((role) => t(role))
      const words = t("placeWords", { place: name, roles: ownRoles.join(", ") })
      return { place, name, roles: own, mark: { words, href: linkTo(placePath(place)) } }
    })
}

const keysOf = ({ t, width }: ViewProps, most: number, states: ReadonlyArray<HiddenState>): ReadonlyArray<Key> => [
  ...roles.map((role) => ({
    sign: el("svg", { width: 24, height: 24, viewBox: "0 0 24 24" }, roleSign([12, 12], new Set([role]), 7)),
    words: t(role)
  })),
  ...keyFigures(most).map((value) => ({ sign: widthKey(most, value, width), words: t("persons", { n: value }) })),
  ...states.map((state) => ({ sign: lineKey(hiddenLine(state)), words: t("lineOf", { state: t(stateNames[state]) }) }))
]

const make = (props: ViewProps): ViewModel => {
  const { t, names, width, tables, resources, linkTo } = props
  const flows = tables.get("flows") as Table
  const corridors = tables.get("corridors")
  const year = yearControl(props, flows)
  const all = [...new Set([...labelsOf(flows, "origin"), ...labelsOf(flows, "destination")])]
  const place = anyControl(props, "place", t("place"), namedPlaces(props, all))
  const ofYear = cellsAt(flows, { year: year.value })
  const own = ofYear.filter((cell) => place.value === "" || Object.values(ends(flows, cell)).includes(place.value))
  const ranked = byCertainFigure(own)
  const drawn = ranked.slice(0, maxArrows)
  const { most } = overviewOf(flows)
  const wordsOf = wordsIn(props, flows, year.value)
  const zoom = readZoom(props.filters.zoom)
  const passed = corridors === undefined ? [] : labelsOf(corridors, "corridor").flatMap(transitOf)
  const shown = [...new Set([...all, ...passed])]
  const background = mapBackground(resources["world"] as World, resources["points"] as Points, shown, width, zoom)
  const arrows = drawn.map((cell) => {
    const { origin, destination } = ends(flows, cell)
    const { state, value } = cell
    return {
      origin,
      destination,
      state,
      value,
      mark: { words: wordsOf(cell), value, href: linkTo(flowPath(origin, destination)) }
    }
  })
  const places = drawnPlaces(props, arrows, rolesOf(flows, drawn, corridors, year.value))
  const isHidden = (state: CellState): state is HiddenState =>
    state !== "published" && own.some((cell) => cell.state === state)
  const signNotes = [...(background.far.size > 0 ? [t("farPlaces")] : []), t("boundaries")]
  return {
    pictures: [
      {
        name: "map",
        title: t("mapTitle", { year: year.value }),
        summary: `${largestFlow(t, ranked, wordsOf)} ${countStates(t, own)}`,
        width: background.width,
        height: background.height,
        body: flowMap({ picture: "map", background, most, flows: arrows, places }),
        keys: keysOf(props, most, cellStates.filter(isHidden)),
        signNotes,
        isRanked: true,
        zoom
      }
    ],
    controls: [year, place],
    notes: [
      ...(ranked.length > drawn.length ? [t("onlyLargest", { n: ranked.length - drawn.length })] : []),
      t("noTotals"),
      ...signNotes
    ],
    tableEquivalents: [
      {
        caption: t("mapTitle", { year: year.value }),
        head: [t("corridor"), t("personsHead")],
        rows: ranked.map((cell) => {
          const { origin, destination } = ends(flows, cell)
          return {
            head: [`${names.place(origin)} → ${names.place(destination)}`],
            links: [flowPath(origin, destination)],
            cells: [cell]
          }
        })
      }
    ],
    files: filesOfYear("flows", year.value)
  }
}

export const mapView: View = {
  name: "map",
  title: "navMap",
  lead: "leadMap",
  how: "howMap",
  tables: ["flows", "corridors"],
  part: partOfYear,
  resources: () => ({ points: "page:points", world: "page:world" }),
  make
}
