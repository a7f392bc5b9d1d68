/** Marts of counts that a vintage freezes; those that the store does not have are left out. */
export const frozenMarts = [
  "assistance",
  "assistance_by_year",
  "corridor_prefixes",
  "corridors",
  "coverage",
  "coverage_by_month",
  "coverage_by_year",
  "flows",
  "flows_by_year",
  "group_flows",
  "legs",
  "partner_assistance",
  "partner_proceedings",
  "partner_route_months",
  "partner_route_places",
  "partner_routes",
  "partner_victims",
  "place_groups",
  "proceedings",
  "proceedings_by_year",
  "region_roles",
  "risk_groups",
  "sdg_16_2_2",
  "transit_roles",
  "victims",
  "victims_by_country",
  "victims_by_year",
  "victims_cross"
] as const

/** Marts that no vintage needs, with the reason. */
export const leftOutMarts: Readonly<Record<string, string>> = {
  collected_questions: "no counts: what each partner ever answered; the states in the other marts say it"
}

/** Names of columns that would be a person's: a mart that has one is never frozen. */
export const personColumn = /person(?!s)|case(?!s)|record_id|pseudonym|name_hash/i
