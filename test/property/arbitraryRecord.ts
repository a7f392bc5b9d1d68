/** Random records for the property tests, made from the schemas. */
import fc from "fast-check"
import { codesOf, readCodeList } from "../../schemas/CodeLists.ts"
import { type FieldSpec, type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"

type Values = Record<string, unknown>

const primitive = (field: FieldSpec): fc.Arbitrary<unknown> => {
  if (field.type === "int") return fc.integer({ min: -2_147_483_648, max: 2_147_483_647 })
  if (field.type === "boolean") return fc.boolean()
  if (field.type === "record") return shapedFields(field.fields)
  return fc.string({ unit: "binary", maxLength: 300 })
}

const shaped = (field: FieldSpec): fc.Arbitrary<unknown> => {
  const one = field.array ? fc.array(primitive(field), { maxLength: 40 }) : primitive(field)
  return field.nullable ? fc.option(one) : one
}

const shapedFields = (fields: ReadonlyArray<FieldSpec>): fc.Arbitrary<Values> =>
  fc.record(Object.fromEntries(fields.map((field) => [field.name, shaped(field)])))

/** Any record that the Avro schema allows, with any values. */
export const shapedRecord = (kind: RecordKind): fc.Arbitrary<Values> => shapedFields(recordSchema(kind).fields)

const codes = (list: string): fc.Arbitrary<string> => {
  return fc.constantFrom(...codesOf(list))
}

const year = fc.integer({ min: 1995, max: 2024 })

const partialDate = fc
  .tuple(year, fc.option(fc.integer({ min: 1, max: 12 })), fc.option(fc.integer({ min: 1, max: 28 })))
  .map(([y, m, d]) => {
    const two = (n: number) => String(n).padStart(2, "0")
    return m === null ? `${y}` : d === null ? `${y}-${two(m)}` : `${y}-${two(m)}-${two(d)}`
  })

const valid = (field: FieldSpec): fc.Arbitrary<unknown> => {
  const one = (): fc.Arbitrary<unknown> => {
    if (field.uuid) return fc.uuid()
    if (field.generalise === "pseudonymise") return fc.stringMatching(/^[A-Z]{2,4}-[0-9]{3,8}$/)
    if (field.generalise === "drop") return fc.constant(true)
    if (field.codeList === "regions") return fc.constant(null)
    if (field.codeList !== undefined) return codes(field.codeList)
    if (field.pattern === "partial-date") return partialDate
    if (field.pattern === "monitoring-point")
      return fc.stringMatching(/^(?:FMP|KAZ-[A-Z]{2,6}|UA-[A-Z]{2,6})-[0-9]{1,3}$/)
    if (field.type === "boolean") return fc.boolean()
    return fc.integer({ min: field.range?.[0] ?? 0, max: Math.min(field.range?.[1] ?? 100, 100) })
  }
  if (field.array) return fc.array(one(), { maxLength: Math.min(field.maxItems ?? 4, 4) })
  return field.nullable ? fc.option(one()) : one()
}

const fieldsOf = (kind: RecordKind, ...left: ReadonlyArray<string>) =>
  fc.record(
    Object.fromEntries(
      recordSchema(kind)
        .fields.filter((field) => !left.includes(field.name))
        .map((field) => [field.name, valid(field)])
    )
  )

const regionsOf = (country: string): fc.Arbitrary<string | null> => {
  const own = readCodeList("regions").filter((row) => row["country"] === country || row["alpha3"] === country)
  return own.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...own.map((row) => row["code"] as string)))
}

const place = fc
  .oneof(fc.constantFrom("RUS", "UKR", "BLR", "MDA", "UZB", "DEU"), codes("countries"))
  .chain((country) => fc.record({ country: fc.constant(country), region: regionsOf(country) }))

/** Legs in the order of travel and of time: one origin, some transits, mostly a destination. */
const legs = fc
  .record({
    places: fc.uniqueArray(place, { minLength: 1, maxLength: 5, selector: (p) => p.country }),
    year,
    month: fc.option(fc.integer({ min: 1, max: 12 })),
    ends: fc.boolean(),
    transport: fc.option(codes("transport"))
  })
  .map(({ places, year: y, month, ends, transport }) =>
    places.map((p, i) => ({
      ...p,
      role: i === 0 ? "Origin" : ends && i === places.length - 1 ? "Destination" : "Transit",
      year: y,
      month,
      transport: i === 0 ? null : transport,
      borderCrossing: null,
      flowMonitoringPoint: null,
      intended: false
    }))
  )

const month = (at: number) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`

/** Assistance with dates of request, start and end, or those that are known: in order, and before the autumn of 2026. */
const helpDates = fc
  .tuple(year, fc.nat(11), fc.option(fc.nat(6)), fc.option(fc.nat(15)), partialDate)
  .map(([y, m, wait, duration, only]) => {
    if (wait === null) return { requestedOn: null, startedOn: only, endedOn: null }
    const started = y * 12 + m + wait
    return {
      requestedOn: month(y * 12 + m),
      startedOn: month(started),
      endedOn: duration === null ? null : month(started + duration)
    }
  })

const ownRecord: Readonly<Partial<Record<RecordKind, fc.Arbitrary<Values>>>> = {
  victim: fieldsOf("victim").map((r) => ({
    ...r,
    ageBand: null,
    majorityStatus: null,
    ageWhenTrafficked: null,
    traffickingStatus: "PossibleVictimOfTrafficking"
  })),
  route: fc.tuple(fieldsOf("route", "legs"), legs).map(([r, l]) => ({ ...r, legs: l })),
  assistance: fc.tuple(fieldsOf("assistance"), helpDates).map(([r, dates]) => ({ ...r, ...dates })),
  proceeding: fc
    .tuple(fieldsOf("proceeding"), fc.integer({ min: 2004, max: 2024 }), fc.nat(11))
    .map(([r, y, m]) => ({ ...r, country: "RUS", reachedOn: month(y * 12 + m) }))
}

/** Any record that passes every rule, by kind. */
export const validRecord = Object.fromEntries(
  recordKinds.map((kind) => [kind, ownRecord[kind] ?? fieldsOf(kind)])
) as Readonly<Record<RecordKind, fc.Arbitrary<Values>>>
