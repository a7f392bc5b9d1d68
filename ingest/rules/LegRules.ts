/** Rules of place and time of a route's legs, which stand in the order of travel. */
import type { Leg, ProblemCode } from "../../schemas/generated/types.ts"
import { isFuture, type Rule } from "./FieldRules.ts"
import { earliest } from "./PartialDate.ts"
import { isOutside } from "./Regions.ts"

/** True when `a` surely lies after `b`: as `isAfter`, without dates being made. */
const isLater = (a: Leg, b: Leg) =>
  a.year !== b.year ? a.year > b.year : a.month !== null && b.month !== null && a.month > b.month

const isMonth = (month: number | null) => month === null || (month >= 1 && month <= 12)

/** A leg that is not in the year in which its record was sent, nor later, is in no future. */
const isAhead = ({ year, month }: Leg, sentAt: number, sentYear: number) =>
  year >= sentYear && isMonth(month) && isFuture(earliest({ year, month, day: null }), sentAt)

type Tell = (code: ProblemCode, field: keyof Leg) => void

/** Tells what is wrong with a leg, seen beside the one before it. */
const checkLeg = (leg: Leg, before: Leg | undefined, sentAt: number, sentYear: number, tell: Tell) => {
  if (isOutside(leg.region, leg.country)) tell("region-outside-country", "region")
  if (isAhead(leg, sentAt, sentYear)) tell("date-in-future", "year")
  if (before === undefined) return
  if (leg.role === "Origin" && before.role !== "Origin") tell("leg-origin-late", "role")
  if (isLater(before, leg)) tell("leg-time-backwards", "year")
  if (leg.country === before.country && leg.region === before.region && leg.role === before.role)
    tell("leg-repeated", "country")
  if (before.intended && !leg.intended) tell("leg-intended-early", "intended")
}

const year = 366 * 86_400_000

/** A year in which the moment does not lie before: cheap, and at most one too early. */
const yearAtLeast = (moment: number) => 1970 + Math.floor(moment / year)

const isRealOrigin = (leg: Leg) => leg.role === "Origin" && !leg.intended

const legs: Rule = (record, path, sentAt, problems) => {
  const list = record["legs"] as ReadonlyArray<Leg>
  if (list.length === 0) return void problems.push({ code: "legs-empty", path: `${path}legs` })
  if (!list.some(isRealOrigin)) problems.push({ code: "leg-origin-missing", path: `${path}legs` })
  const sentYear = yearAtLeast(sentAt)
  let i = 0
  const tell: Tell = (code, field) => void problems.push({ code, path: `${path}legs[${i}].${field}` })
  for (; i < list.length; i++) checkLeg(list[i] as Leg, list[i - 1], sentAt, sentYear, tell)
}

export const legRules: ReadonlyArray<Rule> = [legs]
