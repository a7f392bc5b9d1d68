/** The roles of a region by year, compared with the expected roles of the pilot regions. */

import { isYear } from "../../../release/catalogue/timeLabels.ts"
import { type Cell, cellAt, cellsAt, labelsOf, type Table } from "../cells/Table.ts"
import { type Role, roles } from "../drawings/roleSign.ts"
import { placeOf, placePath } from "../state/paths.ts"
import { withinSentence } from "../words/Names.ts"
import { chosen, namedPlaces } from "./choices.ts"
import { barsOfCells } from "./rowsView.ts"
import type { Control, TableEquivalent, View, ViewModel, ViewProps } from "./View.ts"

interface RoleTable {
  readonly role: Role
  readonly table: Table
  readonly dimension: string
  readonly labelOf: (place: string) => string
}

const dimensionOf = { origin: "origin", transit: "corridor", destination: "destination" } as const

/** Returns the release's tables of places by role: first-level regions, or else countries. */
const tablesOf = ({ tables }: ViewProps, prefix: "first_level" | "region_roles"): ReadonlyArray<RoleTable> =>
  roles.flatMap((role) => {
    const table = tables.get(`${prefix}_${role}`)
    const labelOf = (place: string) => (role === "transit" ? `via ${place}` : place)
    return table === undefined ? [] : [{ role, table, dimension: dimensionOf[role], labelOf }]
  })

const yearsOf = (own: ReadonlyArray<RoleTable>): ReadonlyArray<string> =>
  [...new Set(own.flatMap(({ table }) => labelsOf(table, "year").filter(isYear)))].sort()

const cellsOf = ({ table, dimension, labelOf }: RoleTable, place: string, years: ReadonlyArray<string>) =>
  years.map((year) => cellAt(table, { [dimension]: labelOf(place), year }))

const hasCells = (own: ReadonlyArray<RoleTable>, place: string): boolean =>
  own.some(({ table, dimension, labelOf }) => cellsAt(table, { [dimension]: labelOf(place) }).length > 0)

/** Returns all roles of a place by year. */
const byRole = (props: ViewProps, own: ReadonlyArray<RoleTable>, place: string, expected: ReadonlyArray<string>) => {
  const { t, names } = props
  const years = yearsOf(own)
  const rows = own.map((one) => ({
    name: expected.includes(one.role) ? t("roleExpected", { role: t(one.role) }) : t(one.role),
    paint: `@${one.role}`,
    cells: cellsOf(one, place, years)
  }))
  const title = t("regionTitle", { region: names.place(place) })
  return barsOfCells(props, years, rows, { name: "region", title, rowHead: t("role") })
}

/** Returns the roles of a place by year. `prefix` chooses first-level regions or countries. */
export const roleBars = (
  props: ViewProps,
  prefix: Parameters<typeof tablesOf>[1],
  place: string,
  expected: ReadonlyArray<string>
) => byRole(props, tablesOf(props, prefix), place, expected)

/** Returns the latest year in which a pilot region was reported in any role; the last year if none was. */
const reportedYear = ({ names }: ViewProps, own: ReadonlyArray<RoleTable>): string => {
  const years = yearsOf(own)
  const isReported = ({ state }: Cell) => state === "published" || state === "suppressed"
  return (
    years.findLast((year) =>
      own.some((one) => names.pilots.some(({ region }) => cellsOf(one, region, [year]).some(isReported)))
    ) ??
    years.at(-1) ??
    ""
  )
}

/** Returns the expected roles of all pilot regions, and their figures of the latest year in which one of them was reported. */
const expectations = (props: ViewProps, own: ReadonlyArray<RoleTable>): TableEquivalent => {
  const { t, names } = props
  const year = reportedYear(props, own)
  return {
    caption: t("regionExpectations"),
    head: [t("region"), t("expectedRole"), ...own.map(({ role }) => `${t(role)}, ${year}`)],
    rows: names.pilots.map(({ region, roles: wanted }) => ({
      head: [names.place(region)],
      links: [placePath(region)],
      cells: [
        wanted.map((role) => t(role as Role)).join(", "),
        ...own.map((one) => cellsOf(one, region, [year])[0] as Cell)
      ]
    }))
  }
}

const make = (props: ViewProps): ViewModel => {
  const { t, names } = props
  const first = tablesOf(props, "first_level")
  const pilots = names.pilots.map(({ region }) => region)
  const others = first.flatMap(({ table, dimension }) => labelsOf(table, dimension).map(placeOf))
  const known = namedPlaces(
    props,
    others.filter((label) => /^[A-Z]{2}-/.test(label) && !pilots.includes(label))
  )
  const control: Control = {
    filter: "region",
    label: t("region"),
    value: chosen(props, "region", [...pilots, ...known.map(([code]) => code)], pilots[0] ?? ""),
    options: [...pilots.map((region) => [region, names.place(region)] as const), ...known]
  }
  const expected = names.pilots.find(({ region }) => region === control.value)?.roles ?? []
  const hasRegion = hasCells(first, control.value)
  const own = hasRegion ? first : tablesOf(props, "region_roles")
  const drawn =
    own.length === 0 ? undefined : byRole(props, own, hasRegion ? control.value : "RUS", hasRegion ? expected : [])
  const region = names.place(control.value)
  const list = expected.map((role) => withinSentence("role", t(role as Role))).join(", ")
  const aboutPath = placePath(control.value)
  return {
    about: aboutPath === undefined ? undefined : { path: aboutPath, name: region },
    pictures: drawn === undefined ? [] : [drawn.picture],
    controls: [control],
    first: [
      ...(expected.length === 0 ? [] : [t("regionExpected", { region, roles: list })]),
      ...(hasRegion ? [] : [t("regionNot", { region }), t("regionInstead")])
    ],
    notes: [
      ...(hasRegion ? [t("regionKnown")] : []),
      ...(own.some(({ role }) => role === "transit") ? [t("regionTransit")] : [t("transitNot")]),
      ...(drawn?.notes ?? [])
    ],
    tableEquivalents: [...(drawn === undefined ? [] : [drawn.tableEquivalent]), expectations(props, first)],
    files: own.map(({ table }) => ({ table: table.name, parameters: {} }))
  }
}

export const regionsView: View = {
  name: "regions",
  title: "navRegions",
  lead: "leadRegions",
  how: "howRegions",
  tables: [
    "first_level_origin",
    "first_level_transit",
    "first_level_destination",
    "region_roles_origin",
    "region_roles_transit",
    "region_roles_destination"
  ],
  make
}
