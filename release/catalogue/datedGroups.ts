/**
 * Groups of countries whose members change, such as the European Union. A country belongs to a group in a month if it is a member on the
 * first day; if only the year is known, it must be a member all year.
 */

import type { Membership } from "@corridor/disclosure/tables/Hierarchy"
import { groupMembers, placeGroups } from "../../schemas/Places.ts"
import { isYear, monthIn, monthLabel, notKnownIn, yearOf } from "./timeLabels.ts"

const monthsOf = (year: string) => Array.from({ length: 12 }, (_, m) => monthLabel(year, m + 1))

const isMember = (group: string, country: string, month: string): boolean =>
  groupMembers(group, `${month}-01`).includes(country)

/** Returns the groups of a country in a month, or in a year if the month is not known. */
export const groupsAt = (country: string, when: string): ReadonlyArray<string> => {
  const months = monthIn(when) === undefined ? monthsOf(yearOf(when)) : [when]
  return placeGroups.filter((group) => months.every((month) => isMember(group, country, month)))
}

/** First months in which the members of some group changed, by year. */
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
 * Returns the part of a year in which no group changes, such as `2004-05/2004-12`. In most years it is the whole year. In a year with
 * changes, an unknown month is a separate part.
 */
export const phaseOf = (when: string): string => {
  const year = yearOf(when)
  if (!isYear(year)) return when
  const starts = changesIn(year).filter((month) => !month.endsWith("-01"))
  if (starts.length === 0) return year
  if (monthIn(when) === undefined) return notKnownIn(year)
  const all = [`${year}-01`, ...starts]
  const at = all.findLastIndex((start) => start <= when)
  const next = all[at + 1]
  const last = next === undefined ? 12 : Number(next.slice(5)) - 1
  return `${all[at]}/${monthLabel(year, last)}`
}

/** Returns the maximal runs of a list in which a condition holds, as first and last element. */
const runs = (list: ReadonlyArray<string>, condition: (one: string) => boolean) => {
  const found: Array<{ from: string; to: string }> = []
  list.forEach((one, i) => {
    if (!condition(one)) return
    const last = found.at(-1)
    if (last !== undefined && last.to === list[i - 1]) last.to = one
    else found.push({ from: one, to: one })
  })
  return found
}

/**
 * Returns which countries belong to which groups. `dates` are the months or parts of years that occur, labels of the dimension `along`. A
 * membership that holds at all of them has no dates.
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
      const own = runs(all, (date) => groups.get(date)?.has(parent) === true)
      const member = { dimension, child: country, parent, grouping: parent }
      const isAlways = own.length === 1 && own[0]?.from === all[0] && own[0]?.to === all.at(-1)
      return isAlways ? [member] : own.map((dated) => ({ ...member, dated: { along, ...dated } }))
    })
  })
}
