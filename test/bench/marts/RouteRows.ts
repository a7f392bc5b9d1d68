/**
 * Route records made by SQL straight in `corridor_raw`, for measurements of the marts: nothing of the pipeline is in them.
 *
 * Record n is a function of n alone, so that the same number gives the same store. Partners are of unequal size, persons have 1.25
 * records on average, places are drawn with weights, a tenth of the months is not known, 3 records of 100 were corrected once.
 */
import { draw, partners, pick, uuid } from "./Draw.ts"

const origins = "UKR MDA RUS BLR UZB KGZ TJK KAZ GEO ARM AZE TKM LTU LVA ROU BGR".split(" ")
const transits = ["RUS", "BLR", "POL", "UKR", "KAZ", "TUR", "LTU", "HUN", "ROU", "AZE", "GEO", "EST"]
const destinations = "RUS DEU POL ITA TUR ESP FIN GBR USA THA ISR FRA NLD SWE KAZ ARE".split(" ")
const regions: Readonly<Record<string, ReadonlyArray<string>>> = {
  RUS: ["RU-MOW", "RU-MOS", "RU-AST", "RU-KR", "RU-SPE", "RU-ROS", "RU-KDA", "RU-SVE", "RU-PRI", "RU-KGD"],
  UKR: ["UA-30", "UA-51", "UA-63", "UA-14", "UA-21"],
  BLR: ["BY-HM", "BY-BR", "BY-VI"]
}
const transports = ["Bus", "Train", "Car", "Air", "Truck", "Sea", "Foot"]

const region = (country: string, salt: string): string => {
  const known = Object.entries(regions).map(([code, codes]) => `${country} = '${code}', ${pick(salt, codes)}`)
  return `if(${draw(`${salt} known`, 10)} < 4, NULL, multiIf(${known.join(", ")}, NULL))`
}

export interface Arrival {
  readonly year: number
  readonly month: number
}

const year = `2000 + toUInt16(floor(sqrt(${draw("year", 1_000_000)} / 1000000) * 25))`
const monthOf = (revision: number) =>
  `if(${draw("month known", 10)} = 0, NULL, toUInt8(1 + ${draw(`month ${revision}`, 12)}))`

/** An INSERT of the records from `first` on, all of one month when it is given; `revision` 1 corrects 3 of 100 of them. */
export const insertRoutes = (first: number, count: number, revision: 0 | 1, arrival?: Arrival): string => `
INSERT INTO corridor_raw.route_record
  (partner_id, record_id, revision, person, key_version, content_hash, kafka_partition, kafka_offset, citizenship,
   \`legs.country\`, \`legs.region\`, \`legs.role\`, \`legs.year\`, \`legs.month\`, \`legs.transport\`,
   \`legs.borderCrossing\`, \`legs.flowMonitoringPoint\`, \`legs.intended\`)
WITH
  ${draw("transits", 20)} AS kind,
  multiIf(kind < 9, 0, kind < 15, 1, kind < 18, 2, 3) AS between,
  ${arrival === undefined ? year : `toUInt16(${arrival.year})`} AS arrival,
  ${arrival === undefined ? monthOf(revision) : `toNullable(toUInt8(${arrival.month}))`} AS arrival_month,
  ${pick("origin", origins)} AS origin,
  arraySlice([${["a", "b", "c"].map((salt) => pick(`transit ${salt}`, transits)).join(", ")}], 1, between) AS passed,
  arrayConcat([origin], passed, [${pick("destination", destinations)}]) AS places,
  arrayEnumerate(places) AS positions
SELECT
  ${pick("partner", partners)} AS partner_id,
  ${uuid("n", "record")} AS record_id,
  ${revision} AS revision,
  ${uuid("intDiv(n * 4, 5)", "person")} AS person,
  1 AS key_version,
  cityHash64(n, 'content', ${revision}) AS content_hash,
  0 AS kafka_partition,
  n AS kafka_offset,
  [origin] AS citizenship,
  places,
  arrayMap((country, position) -> if(position = 1, ${region("country", "from")}, if(position = length(places), ${region("country", "to")}, ${region("country", "by")})), places, positions),
  arrayMap(position -> multiIf(position = 1, 'Origin', position = length(places), 'Destination', 'Transit'), positions),
  arrayMap(position -> toUInt16(arrival - (position = 1 AND ${draw("before", 12)} = 0)), positions),
  arrayMap(position -> arrival_month, positions),
  arrayMap(position -> if(position = 1, NULL, ${pick("transport", transports)}), positions),
  arrayMap(position -> NULL, positions),
  arrayMap(position -> NULL, positions),
  arrayMap(position -> false, positions)
FROM (SELECT number AS n FROM numbers(${first}, ${count}))
${revision === 1 ? `WHERE ${draw("corrected", 100)} < 3` : ""}`

/** Delivers one row of so many once more, as it is. */
export const insertRoutesAgain = (oneOf: number): string => `
INSERT INTO corridor_raw.route_record
SELECT * REPLACE (now() AS loaded_at) FROM corridor_raw.route_record WHERE cityHash64(record_id, 'again') % ${oneOf} = 0`

/** Rows of the partners, of whom one is of a demonstration. */
export const insertPartners = `
INSERT INTO corridor_raw.partner (partner_id, type, name, demonstration, status, created_at, updated_at)
SELECT p, 'NGO', p, p = 'partner-24', 'active', toDateTime(0), toDateTime(1)
FROM (SELECT arrayJoin([${partners.map((partner) => `'${partner}'`).join(", ")}]) AS p)`
