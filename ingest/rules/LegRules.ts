/** Rules of place and time of a route's legs, which are in the order of travel. */
import { millisOfDay } from "../../ports/days.ts"
import type { Leg, ProblemCode } from "../../schemas/generated/types.ts"
import type { Problem } from "../../schemas/Problems.ts"
import { isFuture, type Rule } from "./FieldRules.ts"
import { earliest } from "./PartialDate.ts"
import { isOutside } from "./Regions.ts"

/** Returns whether `a` is certainly after `b`, like `isAfter`, without creating dates. */
const isLater = (a: Leg, b: Leg) =>
  a.year !== b.year ? a.year > b.year : a.month !== null && b.month !== null && a.month > b.month

const isMonth = (month: number | null) => month === null || (month >= 1 && month <= 12)

/** Only a leg in the year of sending or later can be in the future. */
const isAhead = ({ year, month }: Leg, sentAt: number, sentYear: number) =>
  year >= sentYear && isMonth(month) && isFuture(earliest({ year, month, day: null }), sentAt)

const addProblem = (problems: Array<Problem>, path: string, at: number, code: ProblemCode, field: keyof Leg) => {
  problems.push({ code, path: `${path}legs[${at}].${field}` })
}

/** Checks the leg at index `at` against the rules and the previous leg. */
const checkLeg = (
  leg: Leg,
  before: Leg | undefined,
  sentAt: number,
  sentYear: number,
  at: number,
  path: string,
  problems: Array<Problem>
) => {
  if (isOutside(leg.region, leg.country)) addProblem(problems, path, at, "region-outside-country", "region")
  if (isAhead(leg, sentAt, sentYear)) addProblem(problems, path, at, "date-in-future", "year")
  if (before === undefined) return
  if (leg.role === "Origin" && before.role !== "Origin") addProblem(problems, path, at, "leg-origin-late", "role")
  if (isLater(before, leg)) addProblem(problems, path, at, "leg-time-backwards", "year")
  if (leg.country === before.country && leg.region === before.region && leg.role === before.role)
    addProblem(problems, path, at, "leg-repeated", "country")
  if (before.intended && !leg.intended) addProblem(problems, path, at, "leg-intended-early", "intended")
}

const year = 366 * millisOfDay

/** Returns a lower bound of the year of a time, at most one year too early, without a date conversion. */
const yearAtLeast = (moment: number) => 1970 + Math.floor(moment / year)

const hasRealOrigin = (list: ReadonlyArray<Leg>): boolean => {
  for (let i = 0; i < list.length; i++) {
    const leg = list[i] as Leg
    if (leg.role === "Origin" && !leg.intended) return true
  }
  return false
}

const legs: Rule = (record, path, sentAt, problems) => {
  const list = record["legs"] as ReadonlyArray<Leg>
  if (list.length === 0) return void problems.push({ code: "legs-empty", path: `${path}legs` })
  if (!hasRealOrigin(list)) problems.push({ code: "leg-origin-missing", path: `${path}legs` })
  const sentYear = yearAtLeast(sentAt)
  let before: Leg | undefined
  for (let at = 0; at < list.length; at++) {
    const leg = list[at] as Leg
    checkLeg(leg, before, sentAt, sentYear, at, path, problems)
    before = leg
  }
}

export const legRules: ReadonlyArray<Rule> = [legs]
