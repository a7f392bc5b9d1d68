/** What `/v1/<subject>` gives: a table of the catalogue, or the one among several that a parameter names. */
export interface Subject {
  /** Last part of its address. */
  readonly path: string
  readonly table: string
}

export const subjects = {
  flows: { path: "flows", table: "flows" },
  corridors: { path: "corridors", table: "corridors" },
  legs: { path: "legs", table: "prefixes" },
  victims: { path: "victims", table: "victims" },
  riskGroups: { path: "risk-groups", table: "risk_groups" },
  sdg: { path: "sdg-16-2-2", table: "sdg_16_2_2" },
  assistance: { path: "assistance", table: "assistance" },
  proceedings: { path: "proceedings", table: "proceedings" },
  coverage: { path: "coverage", table: "coverage" }
} as const satisfies Readonly<Record<string, Subject>>
export type SubjectName = keyof typeof subjects

/** Roles of a place on a route, each with its table: `/v1/regions?role=`. */
export const placeRoles = {
  origin: "region_roles_origin",
  transit: "region_roles_transit",
  destination: "region_roles_destination"
} as const
export type PlaceRole = keyof typeof placeRoles
