import { cubes } from "../catalogue/cubes.ts"

/** Marts that the tables of the catalogue are counted from. */
const countedMarts = [...cubes.values()].flatMap(({ mart, details }) => [mart, ...details.map((one) => one.mart)])

/** Marts of counts that are frozen for analysts and for later tables. */
const otherMarts = [
  "assistance",
  "assistance_by_year",
  "capture_histories",
  "corridor_prefixes",
  "corridors",
  "coverage_by_month",
  "coverage_by_year",
  "flows",
  "flows_by_year",
  "group_flows",
  "legs",
  "linkage_errors",
  "loading_delays",
  "place_groups",
  "proceedings",
  "proceedings_by_year",
  "region_roles",
  "risk_groups",
  "sdg_16_2_2",
  "shared_cases",
  "transit_roles",
  "victims",
  "victims_by_country",
  "victims_by_year",
  "victims_cross"
]

/** Marts of counts that a vintage freezes; a mart that the store does not have is skipped. */
export const frozenMarts: ReadonlyArray<string> = [...new Set([...countedMarts, ...otherMarts])].sort()

/** Matches names of columns that identify a person; a mart with such a column is never frozen. */
export const personColumn = /person(?!s)|case(?!s)|record_id|pseudonym|name_hash/i
