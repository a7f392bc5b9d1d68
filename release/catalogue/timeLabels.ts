/** Labels of the year dimension: months `2004-03`, quarters `2004-Q1`, half-years `2004-H1`, years, and periods `2000-2004`. */

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

/** Levels of time within a year, finest first. */
export const partsOfYear = ["month", "quarter", "half_year"] as const
type PartOfYear = (typeof partsOfYear)[number]

/** Months of each part of a year, and the letter before its number; none for months. */
const parts: Readonly<Record<PartOfYear, { readonly months: number; readonly letter: string }>> = {
  month: { months: 1, letter: "" },
  quarter: { months: 3, letter: "Q" },
  half_year: { months: 6, letter: "H" }
}

/** Returns whether a level of detail is a part of a year. */
export const isPartOfYear = (level: string): level is PartOfYear => level in parts

/** Returns which part of which year a label is, with its number from 1; undefined for years, and where the month is not known. */
export const partIn = (
  label: string
): { readonly part: PartOfYear; readonly year: number; readonly number: number } | undefined => {
  const [, year, letter, number] = /^(\d{4})-(?:([QH])(\d)|\d{2})$/.exec(label) ?? []
  if (year === undefined) return undefined
  const part = letter === undefined ? "month" : letter === "Q" ? "quarter" : "half_year"
  return { part, year: Number(year), number: Number(number ?? label.slice(5)) }
}

/** Returns whether the label is a single year, not a part of one, a period, a total or “not known”. */
export const isYear = (label: string): boolean => /^\d{4}$/.test(label)

/** Returns whether the label is a period of years, such as `2003-2007`. */
export const isPeriod = (label: string): boolean => /^\d{4}-\d{4}$/.test(label)

/** Returns the first month of a year or part of one, counted from year 0; undefined for other labels. */
export const firstMonthOf = (label: string): number | undefined => {
  if (isYear(label)) return Number(label) * 12
  const found = partIn(label)
  return found === undefined ? undefined : found.year * 12 + (found.number - 1) * parts[found.part].months
}

/** Returns the part of a year that contains a month or a finer part. Other labels stay. */
export const partOf = (label: string, part: PartOfYear): string => {
  const found = partIn(label)
  if (found === undefined || part === "month") return label
  const { months, letter } = parts[part]
  return `${yearOf(label)}-${letter}${Math.ceil((found.number * parts[found.part].months) / months)}`
}

/** Returns the period of a year, such as `2000-2004` for five years. Periods start at multiples of their length. */
export const periodOf = (year: string, period: number): string => {
  const number = Number(year)
  if (!Number.isInteger(number) || period < 2) return year
  const first = number - (number % period)
  return `${first}-${first + period - 1}`
}
