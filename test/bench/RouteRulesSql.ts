/**
 * The rules of a route record in ClickHouse's SQL, for the Kafka engine's side of the benchmark: written anew from the rules'
 * meaning, sharing only the code lists with `ingest/rules`. `test/conformance/KafkaEngineSql.test.ts` holds the two together.
 *
 * Expressions read the columns that the Kafka table has: the fields of the Avro schema, `_key` and `_timestamp_ms`.
 */
import { codesOf, readCodeList } from "../../schemas/CodeLists.ts"
import { countries, regions, regionsOf } from "../../schemas/Places.ts"

const text = (value: string) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
const array = (values: ReadonlyArray<string>) => `[${values.map(text).join(", ")}]`
const oneOf = (values: ReadonlyArray<string>) => `(${values.map(text).join(", ")})`

/** Columns of a table that Avro fills: the reader's schema in ClickHouse's types. */
export const avroColumns = `
  recordId String,
  revision Int32,
  caseReference String,
  researchUseConsent Bool,
  citizenship Array(String),
  legs Array(Tuple(
    country String, region Nullable(String), role String, year Int32, month Nullable(Int32), transport Nullable(String),
    borderCrossing Nullable(String), flowMonitoringPoint Nullable(String), intended Bool)),
  movement Nullable(String)`

export const legFields = [
  "country",
  "region",
  "role",
  "year",
  "month",
  "transport",
  "borderCrossing",
  "flowMonitoringPoint",
  "intended"
] as const

/** The fields of a record, as the columns above have them. */
export const fieldNames = [
  "recordId",
  "revision",
  "caseReference",
  "researchUseConsent",
  "citizenship",
  "legs",
  "movement"
] as const

/** White space as JavaScript's regular expressions have it: RE2's own class knows only ASCII. */
const space = "\\t-\\r\\p{Z}\\x{FEFF}"

const pseudonym = "^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{64}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$"

const looksDirect = [
  `[^${space}@]+@[^${space}@]+\\.[^${space}@]+`,
  `(?:^|[${space}])@[\\p{L}\\d_.]{3,}`,
  "\\b[hH][tT][tT][pP][sS]?://|\\b[wW][wW][wW]\\.",
  `^\\+\\d[\\d${space}().-]{7,}$`,
  `^8[${space}(-]*\\d{3}[${space})-]+\\d{3}[${space}-]?\\d{2}[${space}-]?\\d{2}$`,
  "\\b(?:0?[1-9]|[12]\\d|3[01])[./](?:0?[1-9]|1[0-2])[./](?:19|20)\\d{2}\\b",
  "\\b(?:19|20)\\d{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])\\b",
  `^\\d{2}[${space}]?\\d{2}[${space}]\\d{6}$`,
  `^[A-Z]{2}\\d{2}(?:[${space}]?[A-Z0-9]{4}){3,7}(?:[${space}]?[A-Z0-9]{1,3})?$`,
  `^-?\\d{1,2}\\.\\d{3,},[${space}]*-?\\d{1,3}\\.\\d{3,}$`,
  `^\\p{Lu}\\p{Ll}+(?:[${space}-]+\\p{Lu}\\p{Ll}+)+$`,
  `^\\p{Lu}\\p{Ll}+,?[${space}]+(?:\\p{Lu}\\.[${space}]?){1,2}$`
]

const direct = (value: string) =>
  `(NOT match(${value}, ${text(pseudonym)}) AND (${looksDirect.map((one) => `match(${value}, ${text(one)})`).join(" OR ")}))`

/** Length in UTF-16 units. No text has more of them than bytes. */
const longerThan = (value: string, limit: number) =>
  `(length(${value}) > ${limit} AND lengthUTF8(${value}) + countMatches(${value}, '[\\\\x{10000}-\\\\x{10FFFF}]') > ${limit})`

const isUuid = (value: string) => `match(${value}, '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$')`

const isCountry = (value: string) => `${value} IN ${oneOf(countries.map(({ code }) => code))}`

const aliases = readCodeList("region-aliases")
/** Every region that is known by list, present or old, and what is stored for it. */
const known = [
  ...regions.map(({ code }) => [code, code] as const),
  ...aliases.map((row) => [row["code"] as string, row["present"] as string] as const)
]
const countryOfKnown = new Map(regions.map(({ code, country }) => [code, country]))
const uncovered = countries.filter(({ code }) => regionsOf(code).length === 0)

/** A code's part before its second hyphen. */
const firstLevel = (code: string) =>
  `if(countSubstrings(${code}, '-') < 2, ${code}, arrayStringConcat(arraySlice(splitByChar('-', ${code}), 1, 2), '-'))`

/** What is stored for a region that passed every rule. */
const storedRegion = (code: string) =>
  `transform(${firstLevel(code)}, ${array(codesOf("region-aliases"))}, ${array(aliases.map((row) => row["present"] as string))}, ${firstLevel(code)})`

/** Alpha-3 of the country of a region's code; '' for a region that is none. */
const homeOf = (code: string) => {
  const listed = `transform(${firstLevel(code)}, ${array(known.map(([one]) => one))}, ${array(known.map(([, present]) => countryOfKnown.get(present) ?? ""))}, '')`
  const shaped = `transform(extract(${firstLevel(code)}, '^([A-Z]{2})-[A-Z0-9]{1,3}$'), ${array(uncovered.map(({ alpha2 }) => alpha2))}, ${array(uncovered.map((country) => country.code))}, '')`
  return `if(${listed} != '', ${listed}, ${shaped})`
}

/** Names that the expressions below use: put them behind WITH. `homes`: for each leg the country that its region lies in. */
export const named = `arrayMap(region -> if(isNull(region), '', ${homeOf("assumeNotNull(region)")}), legs.region) AS homes`

/** Months since the year 0 of the last moment that is not in the future: one day after the message was sent. */
const latest =
  "(toYear(toDateTime(intDiv(toUnixTimestamp64Milli(_timestamp_ms), 1000) + 86400, 'UTC')) * 12 + toMonth(toDateTime(intDiv(toUnixTimestamp64Milli(_timestamp_ms), 1000) + 86400, 'UTC')) - 1)"
/** The last month that JavaScript's clock knows. */
const endOfTime = 275_760 * 12 + 8

const inList = (value: string, list: string) => `${value} IN ${oneOf(codesOf(list))}`
const optionalIn = (value: string, list: string) => `(isNull(${value}) OR ${inList(`assumeNotNull(${value})`, list)})`

const isFuture = (year: string, month: string) => {
  const index = `(toInt64(${year}) * 12 + ifNull(toInt64(${month}), 1) - 1)`
  return `((isNull(${month}) OR ${month} BETWEEN 1 AND 12) AND NOT (${year} BETWEEN 0 AND 99) AND ${index} > ${latest} AND ${index} <= ${endOfTime})`
}

const backwards = (yearBefore: string, year: string, monthBefore: string, month: string) =>
  `(${yearBefore} > ${year} OR (${yearBefore} = ${year} AND ifNull(${monthBefore} > ${month}, 0)))`

const pointShape = `^(?:FMP|(?:${countries.flatMap(({ code, alpha2 }) => [alpha2, code]).join("|")})-[A-Z]{2,6})-[0-9]{1,3}$`

const pointProblem = (value: string) => {
  const point = `assumeNotNull(${value})`
  return `multiIf(isNull(${value}), '', ${longerThan(point, 20)}, 'value-too-long', ${direct(point)}, 'direct-identifier', match(${point}, ${text(pointShape)}), '', 'value-malformed')`
}

const caseProblem = `multiIf(
    match(caseReference, ${text(pseudonym)}), '',
    ${longerThan("caseReference", 128)}, 'value-too-long',
    match(caseReference, '^[${space.replaceAll("\\", "\\\\")}]*$'), 'case-reference-empty',
    ${direct("caseReference")}, 'direct-identifier',
    '')`

/** Of a leg: a field of the schema, or `home`. */
type LegColumn = (typeof legFields)[number] | "home"

const listOf = (field: LegColumn) => (field === "home" ? "homes" : `legs.${field}`)

/** One pass over the legs; `i` counts them from 1. */
const overLegs = (kind: "arrayAll" | "arrayMap", body: string, fields: ReadonlyArray<LegColumn>) =>
  `${kind}((i, ${fields.join(", ")}) -> ${body}, arrayEnumerate(legs.country), ${fields.map(listOf).join(", ")})`

/** One pass over the pairs of neighbours: the later leg's fields by name, the earlier one's with `Before`. */
const overPairs = (kind: "arrayAll" | "arrayMap", body: string, fields: ReadonlyArray<LegColumn>) =>
  `${kind}((i, ${fields.map((field) => `${field}, ${field}Before`).join(", ")}) -> ${body}, arrayPopFront(arrayEnumerate(legs.country)), ${fields
    .map((field) => `arrayPopFront(${listOf(field)}), arrayPopBack(${listOf(field)})`)
    .join(", ")})`

const hasOrigin = "arrayExists((role, intended) -> role = 'Origin' AND NOT intended, legs.role, legs.intended)"

const sameRegion = "ifNull(region, '') = ifNull(regionBefore, '') AND isNull(region) = isNull(regionBefore)"

/** True for a record that breaks no rule. Short of a break no problem is looked for in detail. */
export const isAccepted = `(
  ${isUuid("recordId")}
  AND lower(recordId) = lower(_key)
  AND revision >= 0
  AND researchUseConsent
  AND ${caseProblem} = ''
  AND length(citizenship) <= 8
  AND arrayAll(country -> ${isCountry("country")}, citizenship)
  AND length(legs.country) BETWEEN 1 AND 32
  AND ${optionalIn("movement", "movement")}
  AND ${hasOrigin}
  AND ${overLegs(
    "arrayAll",
    `${isCountry("country")} AND ${inList("role", "leg-role")} AND year BETWEEN 1990 AND 2100 AND (isNull(month) OR month BETWEEN 1 AND 12)
      AND ${optionalIn("transport", "transport")} AND ${optionalIn("borderCrossing", "border-crossing")}
      AND NOT ${isFuture("year", "month")}`,
    ["country", "role", "year", "month", "transport", "borderCrossing"]
  )}
  AND ${overLegs("arrayAll", "isNull(region) OR home = country", ["country", "region", "home"])}
  AND (arrayAll(point -> isNull(point), legs.flowMonitoringPoint) OR arrayAll(point -> ${pointProblem("point")} = '', legs.flowMonitoringPoint))
  AND ${overPairs(
    "arrayAll",
    `NOT (role = 'Origin' AND roleBefore != 'Origin') AND NOT ${backwards("yearBefore", "year", "monthBefore", "month")}
      AND NOT (country = countryBefore AND role = roleBefore AND ${sameRegion}) AND NOT (intendedBefore AND NOT intended)`,
    ["country", "region", "role", "year", "month", "intended"]
  )}
)`

const one = (condition: string, code: string, path: string) => `if(${condition}, [(${text(code)}, ${text(path)})], [])`

const legPath = (field: string) => `concat('legs[', toString(i - 1), '].${field}')`

/** Problems of single legs: none where there are too many legs. */
const legProblems = [
  [`NOT (${isCountry("country")})`, "'country-unknown'", "country", ["country"]],
  ["isNotNull(region) AND home = ''", "'region-unknown'", "region", ["region", "home"]],
  [`NOT (${inList("role", "leg-role")})`, "'code-unknown'", "role", ["role"]],
  ["year NOT BETWEEN 1990 AND 2100", "'number-out-of-range'", "year", ["year"]],
  ["isNotNull(month) AND month NOT BETWEEN 1 AND 12", "'number-out-of-range'", "month", ["month"]],
  [`NOT ${optionalIn("transport", "transport")}`, "'code-unknown'", "transport", ["transport"]],
  [`NOT ${optionalIn("borderCrossing", "border-crossing")}`, "'code-unknown'", "borderCrossing", ["borderCrossing"]],
  [
    `${pointProblem("flowMonitoringPoint")} != ''`,
    pointProblem("flowMonitoringPoint"),
    "flowMonitoringPoint",
    ["flowMonitoringPoint"]
  ]
] as const

/** Rules of place and time that look at one leg. */
const placeProblems = [
  ["home != '' AND home != country", "'region-outside-country'", "region", ["country", "home"]],
  [isFuture("year", "month"), "'date-in-future'", "year", ["year", "month"]]
] as const

const pairProblems = [
  ["role = 'Origin' AND roleBefore != 'Origin'", "leg-origin-late", "role", ["role"]],
  [backwards("yearBefore", "year", "monthBefore", "month"), "leg-time-backwards", "year", ["year", "month"]],
  [
    `country = countryBefore AND role = roleBefore AND ${sameRegion}`,
    "leg-repeated",
    "country",
    ["country", "region", "role"]
  ],
  ["intendedBefore AND NOT intended", "leg-intended-early", "intended", ["intended"]]
] as const

const reported = (list: string) => `arrayFilter(problem -> problem.1 != '', ${list})`

/** Every rule that a record breaks as `Array(Tuple(code, path))`; only of a record that is not accepted. */
export const problemsOf = `arrayConcat(
  ${one(`NOT ${isUuid("recordId")}`, "record-id-malformed", "recordId")},
  ${one("revision < 0", "number-out-of-range", "revision")},
  if(${caseProblem} != '', [(${caseProblem}, 'caseReference')], []),
  ${one("NOT researchUseConsent", "consent-missing", "researchUseConsent")},
  ${one("length(citizenship) > 8", "items-too-many", "citizenship")},
  if(length(citizenship) > 8, [], ${reported(`arrayMap((country, i) -> (if(${isCountry("country")}, '', 'country-unknown'), concat('citizenship[', toString(i - 1), ']')), citizenship, arrayEnumerate(citizenship))`)}),
  ${one("length(legs.country) > 32", "items-too-many", "legs")},
  ${legProblems
    .map(
      ([condition, code, field, fields]) =>
        `if(length(legs.country) > 32, [], ${reported(overLegs("arrayMap", `(if(${condition}, ${code}, ''), ${legPath(field)})`, fields))})`
    )
    .join(",\n  ")},
  ${one(`NOT ${optionalIn("movement", "movement")}`, "code-unknown", "movement")},
  ${one("empty(legs.country)", "legs-empty", "legs")},
  ${one(`notEmpty(legs.country) AND NOT ${hasOrigin}`, "leg-origin-missing", "legs")},
  ${placeProblems
    .map(([condition, code, field, fields]) =>
      reported(overLegs("arrayMap", `(if(${condition}, ${code}, ''), ${legPath(field)})`, fields))
    )
    .join(",\n  ")},
  ${pairProblems
    .map(([condition, code, field, fields]) =>
      reported(overPairs("arrayMap", `(if(${condition}, '${code}', ''), ${legPath(field)})`, fields))
    )
    .join(",\n  ")}
)`

/** The same, with the rule that counts only where no other is broken. */
export const allProblems = `if(empty(${problemsOf}), [('key-mismatch', '')], ${problemsOf})`

/** The pseudonym: HMAC-SHA-256 as two hashes whose first blocks are ready (RFC 2104), 128 bits of it as a UUID. */
export const personOf = (key: Uint8Array): string => {
  const block = Buffer.alloc(64)
  block.set(key)
  const pad = (byte: number) => `unhex('${Buffer.from(block.map((b) => b ^ byte)).toString("hex")}')`
  const digest = `SHA256(concat(${pad(0x5c)}, SHA256(concat(${pad(0x36)}, caseReference))))`
  // A UUID in memory is two numbers of 64 bits, the first half first, each with its lowest byte first.
  return `reinterpretAsUUID(reverse(concat(substring(${digest}, 9, 8), substring(${digest}, 1, 8))))`
}

/** Stored columns of an accepted record that come from its own fields, by name. */
export const storedColumns: Readonly<Record<string, string>> = {
  record_id: "toUUID(recordId)",
  revision: "toUInt32(revision)",
  citizenship: "arraySort(arrayDistinct(citizenship))",
  ...Object.fromEntries(legFields.map((field) => [`legs.${field}`, `legs.${field}`])),
  "legs.region": `arrayMap(region -> if(isNull(region), NULL, ${storedRegion("assumeNotNull(region)")}), legs.region)`,
  movement: "movement"
}
