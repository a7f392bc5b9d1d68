/** The seeds of `transform/` with the members of country groups, and with the roles that the programme expected of its regions. */
import { readCodeList } from "./CodeLists.ts"
import { countries, pilotRegions } from "./Places.ts"

/** Labels of the groups of `place-groups.csv`. */
const labels: Readonly<Record<string, string>> = {
  EU: "European Union",
  CIS: "Commonwealth of Independent States",
  CentralAsia: "Central Asia",
  SouthEastAsia: "South-East Asia",
  FormerSovietUnion: "former Soviet Union"
}

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const csv = (header: string, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [header, ...rows.map((row) => row.map(cell).join(",")), ""].join("\n")

const m49 = (kind: string, place: (country: (typeof countries)[number]) => readonly [string, string]) =>
  countries.flatMap((country) => {
    const [code, label] = place(country)
    return code === "" ? [] : [[code, label, kind, country.code, "", "", `UN M49 ${code}`]]
  })

/**
 * Returns `place_group_members.csv`: one row per group, member and membership period, with its first and last day, blank if unlimited. M49
 * regions and subregions are groups too.
 */
export const placeGroupMembers = (): string =>
  csv("place_group,label,kind,country,member_from,member_to,source", [
    ...readCodeList("place-groups").map((row) => {
      const { group = "", member = "", from = "", to = "", source = "" } = row
      return [group, labels[group] ?? group, "group", member, from, to, source]
    }),
    ...m49("M49 region", ({ region, regionLabel }) => [region, regionLabel]),
    ...m49("M49 subregion", ({ subregion, subregionLabel }) => [subregion, subregionLabel]),
    ...m49("M49 intermediate region", ({ intermediate, intermediateLabel }) => [intermediate, intermediateLabel])
  ])

/** Returns `pilot_region_roles.csv`: one row per pilot region and expected role. */
export const pilotRegionRoles = (): string =>
  csv(
    "region,label,role,source",
    pilotRegions.flatMap(({ region, label, roles }) => {
      const source = readCodeList("pilot-regions").find((row) => row["region"] === region)?.["source"] ?? ""
      return roles.map((role) => [region, label, role, source])
    })
  )
