/**
 * Groups of countries whose members change: the European Union, the Commonwealth of Independent States, … A country is in a group in a
 * month on whose first day it is a member; where only the year is known, if it is one all the year.
 */

import type { Membership } from "@corridor/disclosure/tables/Hierarchy"
import { groupMembers, placeGroups } from "../../schemas/Places.ts"
import { monthIn, monthLabel, notKnownIn, yearOf } from "./timeLabels.ts"

const monthsOf = (year: string) => Array.from({ length: 12 }, (_, m) => monthLabel(year, m + 1))

const isMember = (group: string, country: string, month: string): boolean =>
  groupMembers(group, `${month}-01`).includes(country)

/** The groups of a country at a month, or at a year of which the month is not known. */
export const groupsAt = (country: string, when: string): ReadonlyArray<string> => {
  const months = monthIn(when) === undefined ? monthsOf(yearOf(when)) : [when]
  return placeGroups.filter((group) => months.every((month) => isMember(group, country, month)))
}

/** Months at which the members of some group are others than in the month before. */
const changes = new Map<string, ReadonlyArray<string>>()
const changesIn = (year: string): ReadonlyArray<string> => {
  const known = changes.get(year)
  if (known !== undefined) return known
  const members = (month: string) => placeGroups.map((group) => groupMembers(group, `${month}-01`).join()).join(";")
  const months = [`${Number(year) - 1}-12`, ...monthsOf(year)]
  const found = months.slice(1).filter((month, i) => members(month) !== members(months[i] as string))
  changes.set(year, found)
  return found
}

/**
 * The part of a year in which no group's members change, such as `2004-05/2004-12`: the whole year in most, and what is not known of
 * the month stands by itself in the others.
 */
export const phaseOf = (when: string): string => {
  const year = yearOf(when)
  if (!/^\d{4}$/.test(year)) return when
  const starts = changesIn(year).filter((month) => !month.endsWith("-01"))
  if (starts.length === 0) return year
  if (monthIn(when) === undefined) return notKnownIn(year)
  const all = [`${year}-01`, ...starts]
  const at = all.findLastIndex((start) => start <= when)
  const next = all[at + 1]
  const last = next === undefined ? 12 : Number(next.slice(5)) - 1
  return `${all[at]}/${monthLabel(year, last)}`
}

/** Stretches of a list in which something holds, as first and last. */
const stretches = (list: ReadonlyArray<string>, holds: (one: string) => boolean) => {
  const found: Array<{ from: string; to: string }> = []
  list.forEach((one, i) => {
    if (!holds(one)) return
    const last = found.at(-1)
    if (last !== undefined && last.to === list[i - 1]) last.to = one
    else found.push({ from: one, to: one })
  })
  return found
}

/**
 * Which countries are in which groups. `dates` are the months or phases that occur, with the dimension that they are of; whoever is in a
 * group at all of them is in it for good.
 */
export const groupMemberships = (
  dimension: string,
  countries: Iterable<string>,
  along: string,
  dates: Iterable<string>
): ReadonlyArray<Membership> => {
  const all = [...dates].sort()
  const whenOf = (date: string) => (date.includes("/") ? date.slice(0, 7) : date)
  return [...countries].flatMap((country) => {
    const groups = new Map(all.map((date) => [date, new Set(groupsAt(country, whenOf(date)))]))
    return [...new Set([...groups.values()].flatMap((set) => [...set]))].flatMap((parent) => {
      const own = stretches(all, (date) => groups.get(date)?.has(parent) === true)
      const member = { dimension, child: country, parent, grouping: parent }
      const isAlways = own.length === 1 && own[0]?.from === all[0] && own[0]?.to === all.at(-1)
      return isAlways ? [member] : own.map((dated) => ({ ...member, dated: { along, ...dated } }))
    })
  })
}
