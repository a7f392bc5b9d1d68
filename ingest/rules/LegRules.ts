/** Rules of place and time of a route's legs, which stand in the order of travel. */
import type { Leg, ProblemCode } from "../../schemas/generated/types.ts"
import { isFuture, type Rule } from "./FieldRules.ts"
import { earliest, isAfter } from "./PartialDate.ts"
import { isOutside } from "./Regions.ts"

/** What is wrong with a leg, seen beside the one before it: a code and the field's name. */
type LegRule = (leg: Leg, before: Leg | undefined, sentAt: number) => readonly [ProblemCode, keyof Leg] | undefined

const timeOf = (leg: Leg) => ({ year: leg.year, month: leg.month, day: null })
const isMonth = (month: number | null) => month === null || (month >= 1 && month <= 12)

const eachLeg: ReadonlyArray<LegRule> = [
  (leg) => (isOutside(leg.region, leg.country) ? ["region-outside-country", "region"] : undefined),
  (leg, _, sentAt) =>
    isMonth(leg.month) && isFuture(earliest(timeOf(leg)), sentAt) ? ["date-in-future", "year"] : undefined,
  (leg, before) =>
    before !== undefined && leg.role === "Origin" && before.role !== "Origin" ? ["leg-origin-late", "role"] : undefined,
  (leg, before) =>
    before !== undefined && isAfter(timeOf(before), timeOf(leg)) ? ["leg-time-backwards", "year"] : undefined,
  (leg, before) =>
    before !== undefined && leg.country === before.country && leg.region === before.region && leg.role === before.role
      ? ["leg-repeated", "country"]
      : undefined,
  (leg, before) => (before?.intended === true && !leg.intended ? ["leg-intended-early", "intended"] : undefined)
]

const legs: Rule = (record, path, sentAt, problems) => {
  const list = record["legs"] as ReadonlyArray<Leg>
  if (list.length === 0) return void problems.push({ code: "legs-empty", path: `${path}legs` })
  if (!list.some((leg) => leg.role === "Origin" && !leg.intended))
    problems.push({ code: "leg-origin-missing", path: `${path}legs` })
  for (let i = 0; i < list.length; i++)
    for (const rule of eachLeg) {
      const broken = rule(list[i] as Leg, list[i - 1], sentAt)
      if (broken !== undefined) problems.push({ code: broken[0], path: `${path}legs[${i}].${broken[1]}` })
    }
}

export const legRules: ReadonlyArray<Rule> = [legs]
