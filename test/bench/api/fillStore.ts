/** Marts of persons by partner out of so many invented records, drawn and grouped by the store itself. */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"

const codes = (text: string) => `[${text.split(" ").map((code) => `'${code}'`)}]`
const origins = codes("UKR MDA BLR UZB KGZ TJK KAZ GEO ARM AZE RUS ROU NGA")
const destinations = codes("RUS POL DEU FIN TUR ITA ESP GBR FRA NLD")
const ways = codes("BLR UKR")
const firstYear = 2000
const years = 24

/** A number from 0 to 1 of record `number`, another for each name. */
const chance = (name: string) => `(cityHash64(number, '${name}') % 1000003) / 1000003`
/** Few of the list come often, most seldom. */
const skewed = (list: string, name: string, power: number) =>
  `arrayElement(${list}, 1 + toUInt32(floor(length(${list}) * pow(${chance(name)}, ${power}))))`
const partner = `concat('p', leftPad(toString(toUInt32(floor(12 * pow(${chance("partner")}, 2)))), 2, '0'))`
const year = `toUInt16(${firstYear} + floor(${years} * sqrt(${chance("year")})))`

interface Mart {
  readonly name: string
  readonly share: number
  readonly columns: ReadonlyArray<readonly [name: string, type: string, sql: string]>
  readonly count: string
}

const marts: ReadonlyArray<Mart> = [
  {
    name: "partner_routes",
    share: 0.5,
    count: "victims",
    columns: [
      ["origin", "String", skewed(origins, "origin", 3)],
      ["destination", "String", skewed(destinations, "destination", 3)],
      [
        "path",
        "Array(String)",
        `if(${chance("is")} < 0.3, [origin, ${skewed(ways, "way", 2)}, destination], [origin, destination])`
      ],
      ["corridor", "String", "arrayStringConcat(path, ' > ')"]
    ]
  },
  {
    name: "partner_victims",
    share: 0.3,
    count: "victims",
    columns: [
      ["country", "String", skewed(destinations, "country", 3)],
      ["sex", "String", skewed("['Female','Male','Other']", "sex", 3)],
      ["age_group", "String", skewed("['18AndOver','Under18']", "age", 2)],
      [
        "form",
        "String",
        skewed("['SexualExploitation','ForcedLabourServitudeSlavery','OtherPurposes','OrganRemoval']", "form", 4)
      ],
      ["risk_group", "String", skewed("['Other','YoungWomen','LabourMigrants','Minors']", "risk", 2)]
    ]
  },
  {
    name: "partner_assistance",
    share: 0.1,
    count: "victims",
    columns: [
      ["assistance_type", "String", skewed("['Medical','Psychosocial','Legal','Shelter','Education']", "type", 2)],
      ["country", "String", skewed(destinations, "country", 3)]
    ]
  },
  {
    name: "partner_proceedings",
    share: 0.1,
    count: "victims",
    columns: [
      ["offence_article", "String", skewed("['RU-127-1','RU-127-2']", "article", 2)],
      ["country", "String", "'RUS'"],
      ["stage", "String", skewed("['Detected','Investigated','Prosecuted','Convicted']", "stage", 2)]
    ]
  }
]

/** Fills the marts from `records` records in all; answers how many persons each mart has. */
export const fillStore = Effect.fn("bench.fillStore")(function* (records: number) {
  const warehouse = yield* Warehouse
  for (const { name, share, columns, count } of marts) {
    const table = `corridor_mart.${name}`
    const fields = [["partner_id", "String"], ...columns, ["year", "UInt16"]].map(([field, type]) => `${field} ${type}`)
    yield* warehouse.command(
      `CREATE OR REPLACE TABLE ${table} (${fields.join(", ")}, ${count} UInt64, invented UInt8) ENGINE = MergeTree ORDER BY partner_id`
    )
    const drawn = columns.map(([field, , sql]) => `${sql} AS ${field}`).join(", ")
    const names = ["partner_id", ...columns.map(([field]) => field), "year"].join(", ")
    yield* warehouse.command(
      `INSERT INTO ${table} SELECT ${names}, count(), 1 FROM (SELECT ${partner} AS partner_id, ${drawn}, ${year} AS year FROM numbers(${Math.round(records * share)})) GROUP BY ${names}`
    )
  }
  yield* warehouse.command(
    "CREATE OR REPLACE TABLE corridor_mart.coverage (partner_id String, record_kind String, year UInt16, persons UInt64, invented UInt8) ENGINE = MergeTree ORDER BY partner_id"
  )
  for (const { name, count } of marts)
    yield* warehouse.command(
      `INSERT INTO corridor_mart.coverage SELECT partner_id, '${name.replace("partner_", "").replace(/s$/, "")}', year, sum(${count}), 1 FROM corridor_mart.${name} GROUP BY partner_id, year`
    )
})
