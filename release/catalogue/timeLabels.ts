/** Labels of the dimension of years: months `2004-03`, quarters `2004-Q1`, years, and years put together `2000-2004`. */

/** What is not known within a year, a country. */
export const notKnownIn = (whole: string): string => `${whole}-NotKnown`

/** `2004-03`; months from 1 on. */
export const monthLabel = (year: string | number, month: string | number): string =>
  `${year}-${String(month).padStart(2, "0")}`

/** First and last year that a label is of; undefined where it is of none. */
export const yearsOfLabel = (label: string): readonly [first: number, last: number] | undefined => {
  const [, first, last] = /^(\d{4})(?:-(\d{4}))?(?![\d])/.exec(label) ?? []
  return first === undefined ? undefined : [Number(first), Number(last ?? first)]
}

/** The year of a year or month. */
export const yearOf = (value: string): string => (/^\d{4}-/.test(value) ? value.slice(0, 4) : value)

/** Month from 1 on; undefined where none is known. */
export const monthIn = (value: string): number | undefined => {
  const [, month] = /^\d{4}-(\d{2})$/.exec(value) ?? []
  return month === undefined ? undefined : Number(month)
}

export const quarterOf = (value: string): string => {
  const month = monthIn(value)
  return month === undefined ? value : `${yearOf(value)}-Q${Math.ceil(month / 3)}`
}

/** `2003-2007` of five years is from 2000 on; of whatever `period`, from a multiple of it. */
export const periodOf = (year: string, period: number): string => {
  const number = Number(year)
  if (!Number.isInteger(number) || period < 2) return year
  const first = number - (number % period)
  return `${first}-${first + period - 1}`
}
