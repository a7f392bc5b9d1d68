import type { BirthDate } from "./Person.ts"

const within = (value: number | undefined, low: number, high: number) =>
  value !== undefined && value >= low && value <= high ? value : undefined

/**
 * Returns the part of a date that can be trusted. The first of January stands for an unknown day in most registers, so only its year
 * is kept; so is only the year of a date whose month is out of range, unless day and month are swapped.
 */
export const birthDateOf = (text: string | undefined): BirthDate => {
  const [, first, second, third] = /^\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?/.exec(text ?? "") ?? []
  const year = within(Number(first), 1900, 2100)
  if (year === undefined) return {}
  const isSwapped = Number(second) > 12 && third !== undefined && Number(third) <= 12
  const month = within(Number(isSwapped ? third : second), 1, 12)
  if (month === undefined) return { year }
  const day = within(Number(isSwapped ? second : third), 1, 31)
  if (month === 1 && (day === 1 || third === undefined)) return day === 1 ? { year } : { year, month }
  return day === undefined ? { year, month } : { year, month, day }
}
