import { releaseTables, type TableMethod } from "../../../release/catalogue/releaseTables.ts"

/** Tables with their own address below `/v1/`, by the method of the client that returns them. */
export const subjects = Object.fromEntries(
  [...releaseTables.values()].flatMap(({ name, api }) =>
    api === undefined ? [] : [[api.method, { path: api.path, table: name }]]
  )
) as Readonly<Record<TableMethod, { readonly path: string; readonly table: string }>>

export const tableMethods = Object.keys(subjects) as ReadonlyArray<TableMethod>

/** The table of each role of a place on a route: `/v1/regions?role=`. */
export const placeRoles = {
  origin: "region_roles_origin",
  transit: "region_roles_transit",
  destination: "region_roles_destination"
} as const

export const roleNames = Object.keys(placeRoles) as ReadonlyArray<keyof typeof placeRoles>
