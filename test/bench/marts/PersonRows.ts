/**
 * Records of victims, assistance and proceedings made by SQL straight in `corridor_raw`, for measurements of the marts.
 * Twenty-four partners of unequal size, persons with 1.25 records on average, twenty-five years, a tenth of the months not known.
 */
import { draw, orNull, partners, pick, some, uuid } from "./Draw.ts"
import type { Arrival } from "./RouteRows.ts"

const countries = "RUS DEU POL ITA TUR ESP FIN GBR USA THA ISR FRA NLD SWE KAZ".split(" ")
const citizenships = "UKR MDA RUS BLR UZB KGZ TJK KAZ GEO ARM AZE TKM NAM ROU BGR".split(" ")

/** Which records: so many from a number on, all of one month when it is given. */
export interface Records {
  readonly first: number
  readonly count: number
  readonly arrival?: Arrival | undefined
}

const year = (salt: string, arrival?: Arrival) =>
  arrival === undefined
    ? `2000 + toUInt16(floor(sqrt(${draw(salt, 1_000_000)} / 1000000) * 25))`
    : `toUInt16(${arrival.year})`
const month = (salt: string, arrival?: Arrival) =>
  arrival === undefined ? orNull(salt, 1, `toUInt8(1 + ${draw(salt, 12)})`) : `toNullable(toUInt8(${arrival.month}))`

const records = (table: string, { first, count }: Records, columns: Readonly<Record<string, string>>): string => `
INSERT INTO corridor_raw.${table}
  (partner_id, record_id, revision, person, key_version, content_hash, kafka_partition, kafka_offset, ${Object.keys(columns).join(", ")})
SELECT ${pick("partner", partners)}, ${uuid("n", table)}, 0, ${uuid("intDiv(n * 4, 5)", "person")}, 1, cityHash64(n, '${table}'), 0, n,
  ${Object.values(columns).join(",\n  ")}
FROM (SELECT number AS n FROM numbers(${first}, ${count}))`

export const insertVictims = (which: Records): string =>
  records("victim_record", which, {
    registeredYear: year("registered", which.arrival),
    registeredMonth: month("registered", which.arrival),
    gender: orNull("gender", 1, pick("gender", ["Feminine", "Masculine", "NonSpecifiedUnknown"])),
    ageBand: orNull(
      "age",
      2,
      pick("age", ["18--20", "21--23", "24--26", "30--38", "9--17", "27--29", "39--47", "48+"])
    ),
    traffickingStatus: pick("status", ["PossibleVictimOfTrafficking", "ActualVictimOfTrafficking"]),
    citizenship: `[${pick("citizenship", citizenships)}]`,
    countryOfExploitation: orNull("country", 1, pick("country", countries)),
    typeOfExploitation: some("form", ["ForcedLabour", "SexualExploitation", "ForcedBegging"], 4),
    forcedLabourIndustry: some("industry", ["F_Construction", "C_Manufacturing"], 2),
    methodsOfControl: some(
      "control",
      ["DebtBondage", "PhysicalThreats", "FalsePromises", "WithholdsDocuments", "Other"],
      3
    ),
    methodOfRecruitment: some("recruitment", ["AtWork", "ThroughFriendsOrSocialEvents"], 3),
    relationshipToTrafficker: orNull("relation", 4, pick("relation", ["Acquainted", "Unaquainted", "Familial"]))
  })

export const insertAssistance = (which: Records): string =>
  records("assistance_record", which, {
    type: pick("type", ["Medical", "Psychosocial", "Shelter", "Legal", "Reintegration", "ReturnRepatriation"]),
    country: pick("country", countries),
    requestedYear: year("asked", which.arrival),
    requestedMonth: month("asked", which.arrival),
    startedYear: which.arrival === undefined ? `${year("asked")} + ${draw("wait", 2)}` : year("begun", which.arrival),
    startedMonth: month("begun", which.arrival),
    endedYear: which.arrival === undefined ? orNull("end", 4, `${year("asked")} + 2`) : "NULL",
    endedMonth: which.arrival === undefined ? month("end") : "NULL",
    outcome: orNull("outcome", 2, pick("outcome", ["Completed", "Ongoing", "Interrupted", "Referred"]))
  })

export const insertProceedings = (which: Records): string =>
  records("proceeding_record", which, {
    country: "'RUS'",
    offenceArticle: pick("article", ["RU-127-1", "RU-240", "RU-241", "RU-127-2"]),
    stage: pick("stage", ["Detected", "Investigated", "Prosecuted", "Convicted", "ClosedWithoutConviction"]),
    reachedYear: year("reached", which.arrival),
    reachedMonth: month("reached", which.arrival)
  })
