/** A pilot region: the role that the programme expected of it, and what the release tells of it by year. */
import { cellsAt, labelsOf, type Table } from "../cells/Table.ts"
import { roles } from "../drawings/roleSign.ts"
import { chosen } from "./choices.ts"
import { barsOf, type Row } from "./rowsView.ts"
import type { Control, Given, Picture, Shown, Twin, View } from "./View.ts"

/** The table of each role; a country, or a region where a release has any. */
const tableOf = {
  origin: { table: "region_roles_origin", dimension: "origin", prefix: "" },
  transit: { table: "region_roles_transit", dimension: "corridor", prefix: "via " },
  destination: { table: "region_roles_destination", dimension: "destination", prefix: "" }
} as const

const pictureOf = (given: Given, place: string): ReadonlyArray<{ picture: Picture; twin: Twin; table: string }> =>
  roles.flatMap((role) => {
    const { table: name, dimension, prefix } = tableOf[role]
    const table: Table | undefined = given.tables.get(name)
    const where = { [dimension]: `${prefix}${place}` }
    if (table === undefined || cellsAt(table, where).length === 0) return []
    const row: Row = { name: given.say(role), where, paint: `@${role}` }
    const title = `${given.names.place(place)}: ${given.say(role)}`
    return [
      { table: name, ...barsOf(given, table, [row], { name: `region-${role}`, title, rowHead: given.say("role") }) }
    ]
  })

const make = (given: Given): Shown => {
  const { say, names, tables } = given
  const pilots = names.pilots.map(({ region }) => region)
  const control: Control = {
    filter: "region",
    label: say("region"),
    value: chosen(given, "region", pilots, pilots[0] ?? ""),
    options: pilots.map((region) => [region, names.place(region)] as const)
  }
  const expected = names.pilots.find(({ region }) => region === control.value)?.roles ?? []
  const told = [...tables.values()].some((table) =>
    table.dimensions.some((dimension) => labelsOf(table, dimension).some((label) => label.endsWith(control.value)))
  )
  const own = pictureOf(given, told ? control.value : "RUS")
  const list = (of: ReadonlyArray<string>) => of.map((role) => say(role as "origin")).join(", ")
  return {
    pictures: own.map(({ picture }) => picture),
    controls: [control],
    first: [
      say("regionExpected", { region: names.place(control.value), roles: list(expected) }),
      ...(told ? [] : [say("regionNot", { region: names.place(control.value) }), say("regionInstead")])
    ],
    notes: [...(tables.has("region_roles_transit") ? [] : [say("transitNot")])],
    twins: [
      {
        caption: say("regionExpectations"),
        head: [say("region"), say("expectedRole")],
        rows: names.pilots.map(({ region, roles: wanted }) => ({ head: [names.place(region)], cells: [list(wanted)] }))
      },
      ...own.map(({ twin }) => twin)
    ],
    files: own.map(({ table }) => ({ table, parameters: {} })),
    keys: []
  }
}

export const regionsView: View = {
  name: "regions",
  title: "navRegions",
  lead: "leadRegions",
  how: "howRegions",
  tables: ["region_roles_origin", "region_roles_destination", "region_roles_transit"],
  make
}
