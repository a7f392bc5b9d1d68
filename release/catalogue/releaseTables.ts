import { type Cube, cubes } from "./Cube.ts"

/** A table that may be released or asked: what it is of when nothing else is chosen. */
export interface ReleaseTable {
  readonly name: string
  readonly cube: Cube
  readonly title: string
  /** Dimensions where none are named. */
  readonly by: ReadonlyArray<string>
  /** Levels of a dimension where none are named; of others the finest. */
  readonly levels: Readonly<Record<string, ReadonlyArray<string>>>
}

const table = (
  name: string,
  cube: string,
  title: string,
  by: ReadonlyArray<string>,
  levels: ReleaseTable["levels"] = {}
): ReleaseTable => ({ name, cube: cubes.get(cube) as Cube, title, by, levels })

/** The tables that may be released or asked, and no others. */
export const releaseTables: ReadonlyMap<string, ReleaseTable> = new Map(
  [
    table("flows", "routes", "Persons by origin, destination and year of arrival", ["origin", "destination", "year"]),
    table("corridors", "routes", "Persons by route and year of arrival", ["origin", "destination", "corridor", "year"]),
    table("prefixes", "routes", "Persons by beginning of their route and year of arrival", ["corridor", "year"], {
      corridor: ["begins"]
    }),
    table("region_roles_origin", "routes", "Persons by country of origin and year of arrival", ["origin", "year"]),
    table("region_roles_destination", "routes", "Persons by country of destination and year of arrival", [
      "destination",
      "year"
    ]),
    table("region_roles_transit", "routes", "Persons by country of transit and year of arrival", ["corridor", "year"], {
      corridor: ["via"]
    }),
    table(
      "flows_by_month",
      "routes",
      "Persons by origin, destination and month of arrival",
      ["origin", "destination", "year"],
      { year: ["month"] }
    ),
    table("arrivals_by_month", "routes", "Persons by month of arrival", ["year"], { year: ["month"] }),
    table(
      "first_level_origin",
      "routes",
      "Persons by first-level region of origin and year of arrival",
      ["origin", "year"],
      { origin: ["first_level"] }
    ),
    table(
      "first_level_destination",
      "routes",
      "Persons by first-level region of destination and year of arrival",
      ["destination", "year"],
      { destination: ["first_level"] }
    ),
    table(
      "first_level_transit",
      "routes",
      "Persons by first-level region of transit and year of arrival",
      ["corridor", "year"],
      { corridor: ["via_first_level"] }
    ),
    table(
      "group_flows",
      "routes",
      "Persons by group of countries of origin and of destination, as they were then, and year of arrival",
      ["origin", "destination", "year"],
      { origin: ["group"], destination: ["group"] }
    ),
    table("victims", "victims", "Victims by sex, age group, form of exploitation and year", [
      "sex",
      "age_group",
      "form",
      "year"
    ]),
    table("risk_groups", "victims", "Victims by risk group, country and year", ["risk_group", "country", "year"]),
    table("sdg_16_2_2", "victims", "Victims by country, sex, age group, form of exploitation and year", [
      "country",
      "sex",
      "age_group",
      "form",
      "year"
    ]),
    table("assistance", "assistance", "Persons helped by kind of assistance, country and year", [
      "assistance_type",
      "country",
      "year"
    ]),
    table("proceedings", "proceedings", "Persons whose cases reached a stage, by article, country and year", [
      "offence_article",
      "country",
      "stage",
      "year"
    ]),
    table("coverage", "coverage", "Persons with records by kind of record and year", ["record_kind", "year"]),
    table(
      "coverage_by_month",
      "coverage",
      "Persons with records by kind of record and month",
      ["record_kind", "year"],
      { year: ["month"] }
    )
  ].map((one) => [one.name, one])
)

/** Names that stand for several tables. */
export const tableGroups: Readonly<Record<string, ReadonlyArray<string>>> = {
  region_roles: ["region_roles_origin", "region_roles_destination", "region_roles_transit"],
  first_level_roles: ["first_level_origin", "first_level_destination", "first_level_transit"]
}
