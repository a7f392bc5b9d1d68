/**
 * Rules of single fields, derived from the schema: code lists, ranges, formats, lengths, dates, consent. A rule is built once, and then
 * allocates nothing for a valid record.
 */

import { millisOfDay } from "../../ports/days.ts"
import { readCodeList } from "../../schemas/CodeLists.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { countries, countryByAlpha3 } from "../../schemas/Places.ts"
import type { Problem } from "../../schemas/Problems.ts"
import { type FieldSpec, legsField, type RecordSchema } from "../../schemas/RecordSchemas.ts"
import { uuidInAnyCase } from "../../schemas/uuid.ts"
import { looksLikeDirectIdentifier } from "./DirectIdentifier.ts"
import { earliest, parsePartialDate } from "./PartialDate.ts"
import { countryOfRegion, firstLevelRegion } from "./Regions.ts"

/** A record with the structure of its schema, whose values are not validated yet. */
export type Shaped = Readonly<Record<string, unknown>>

/** Adds the problems of `record` to `problems`. `sentAt` is the time of sending, in milliseconds since 1970. */
export type Rule = (record: Shaped, path: string, sentAt: number, problems: Array<Problem>) => void

/** Checks one value. Returns a problem code, or undefined for a valid value. */
type Check = (value: never, sentAt: number) => ProblemCode | undefined

/** The earliest year that records may contain. */
const firstYear = legsField("route")?.fields.find((field) => field.name === "year")?.range?.[0] as number

/**
 * `FMP-12`, or `KAZ-ALM-4` with a country code and a place. The codes are stored as they are, so the format excludes document numbers,
 * telephone numbers, plates and names by itself.
 */
const monitoringPoint = new RegExp(
  `^(?:FMP|(?:${countries.map(({ code, alpha2 }) => `${code}|${alpha2}`).join("|")})-[A-Z]{2,6})-[0-9]{1,3}$`
)

/** A date must not be after the day of sending. One day is added for time zones. */
export const isFuture = (moment: number, sentAt: number) => moment > sentAt + millisOfDay

const listCheck = (list: string): Check => {
  if (list === "countries")
    return (value: string) => (countryByAlpha3(value) === undefined ? "country-unknown" : undefined)
  if (list === "regions")
    return (value: string) => (countryOfRegion(firstLevelRegion(value)) === undefined ? "region-unknown" : undefined)
  const codes = new Set(readCodeList(list).map((row) => row["code"]))
  return (value: string) => (codes.has(value) ? undefined : "code-unknown")
}

const dateCheck: Check = (value: string, sentAt) => {
  const date = parsePartialDate(value)
  if (date === undefined) return "date-malformed"
  if (date.year < firstYear) return "date-too-early"
  return isFuture(earliest(date), sentAt) ? "date-in-future" : undefined
}

const referenceCheck: Check = (value: string) =>
  value.trim() === "" ? "case-reference-empty" : looksLikeDirectIdentifier(value) ? "direct-identifier" : undefined

const freeCheck: Check = (value: string) =>
  looksLikeDirectIdentifier(value) ? "direct-identifier" : monitoringPoint.test(value) ? undefined : "value-malformed"

/** Returns the checks of a field's value, in the order of reporting. */
const checksOf = (field: FieldSpec): ReadonlyArray<Check> => {
  const checks: Array<Check> = []
  const { maxLength, range } = field
  if (maxLength !== undefined) checks.push((value: string) => (value.length > maxLength ? "value-too-long" : undefined))
  if (field.uuid) checks.push((value: string) => (uuidInAnyCase.test(value) ? undefined : "record-id-malformed"))
  if (range !== undefined)
    checks.push((value: number) => (value < range[0] || value > range[1] ? "number-out-of-range" : undefined))
  if (field.codeList !== undefined) checks.push(listCheck(field.codeList))
  if (field.pattern === "partial-date") checks.push(dateCheck)
  if (field.pattern === "monitoring-point") checks.push(freeCheck)
  if (field.generalise === "pseudonymise") checks.push(referenceCheck)
  if (field.generalise === "drop") checks.push((value: boolean) => (value ? undefined : "consent-missing"))
  return checks
}

/** Returns the first problem of a field's value; undefined for a valid value. */
export const fieldCheck = (field: FieldSpec): ((value: unknown, sentAt: number) => ProblemCode | undefined) => {
  const checks = checksOf(field)
  return (value, sentAt) => {
    for (const check of checks) {
      const code = check(value as never, sentAt)
      if (code !== undefined) return code
    }
    return undefined
  }
}

const ruleOf = (field: FieldSpec): Rule => {
  const { name, maxItems } = field
  if (field.type === "record") {
    const items = field.fields.map(ruleOf)
    return (record, path, sentAt, problems) => {
      const list = (record[name] ?? []) as ReadonlyArray<Shaped>
      if (maxItems !== undefined && list.length > maxItems) problems.push({ code: "items-too-many", path: path + name })
      else
        for (let i = 0; i < list.length; i++) {
          const within = `${path}${name}[${i}].`
          for (const rule of items) rule(list[i] as Shaped, within, sentAt, problems)
        }
    }
  }
  const check = fieldCheck(field)
  // A missing value is reported only if it is required; it breaks no other rule.
  const wrong = (value: unknown, sentAt: number) =>
    value === null || value === undefined ? undefined : check(value, sentAt)
  if (!field.array)
    return (record, path, sentAt, problems) => {
      const code = wrong(record[name], sentAt)
      if (code !== undefined) problems.push({ code, path: path + name })
    }
  return (record, path, sentAt, problems) => {
    const list = (record[name] ?? []) as ReadonlyArray<unknown>
    if (maxItems !== undefined && list.length > maxItems) problems.push({ code: "items-too-many", path: path + name })
    else
      for (let i = 0; i < list.length; i++) {
        const code = wrong(list[i], sentAt)
        if (code !== undefined) problems.push({ code, path: `${path}${name}[${i}]` })
      }
  }
}

export const fieldRules = (schema: RecordSchema): ReadonlyArray<Rule> => schema.fields.map(ruleOf)
