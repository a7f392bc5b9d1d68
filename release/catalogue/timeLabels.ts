/** Labels of the year dimension: months `2004-03`, quarters `2004-Q1`, years, and periods `2000-2004`. */

/** Returns the label for an unknown part of a year or country. */
export const notKnownIn = (whole: string): string => `${whole}-NotKnown`

/** Returns a label such as `2004-03`; months count from 1. */
export const monthLabel = (year: string | number, month: string | number): string =>
  `${year}-${String(month).padStart(2, "0")}`

/** Returns the first and last year of a label; undefined for a label without years. */
export const yearsOfLabel = (label: string): readonly [first: number, last: number] | undefined => {
  const [, first, last] = /^(\d{4})(?:-(\d{4}))?(?![\d])/.exec(label) ?? []
  return first === undefined ? undefined : [Number(first), Number(last ?? first)]
}

/** Returns the year of a year or month. */
export const yearOf = (value: string): string => (/^\d{4}-/.test(value) ? value.slice(0, 4) : value)

/** Returns the month, from 1; undefined if it is not known. */
export const monthIn = (value: string): number | undefined => {
  const [, month] = /^\d{4}-(\d{2})$/.exec(value) ?? []
  return month === undefined ? undefined : Number(month)
}

export const quarterOf = (value: string): string => {
  const month = monthIn(value)
  return month === undefined ? value : `${yearOf(value)}-Q${Math.ceil(month / 3)}`
}

/** Returns the period of a year, such as `2000-2004` for five years. Periods start at multiples of their length. */
export const periodOf = (year: string, period: number): string => {
  const number = Number(year)
  if (!Number.isInteger(number) || period < 2) return year
  const first = number - (number % period)
  return `${first}-${first + period - 1}`
}
