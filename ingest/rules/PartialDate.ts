/** Dates with the precision of a year, a month or a day (ISO 8601 reduced precision). */

export interface PartialDate {
  readonly year: number
  readonly month: number | null
  readonly day: number | null
}

const shape = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/** Parses a date. Returns undefined for a text that is not a date, such as 30 February. */
export const parsePartialDate = (text: string): PartialDate | undefined => {
  const match = shape.exec(text)
  if (match === null) return undefined
  const year = Number(match[1])
  const month = match[2] === undefined ? null : Number(match[2])
  const day = match[3] === undefined ? null : Number(match[3])
  if (month !== null && (month < 1 || month > 12)) return undefined
  if (month !== null && day !== null && (day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()))
    return undefined
  return { year, month, day }
}

/** Returns the earliest time of the date, in milliseconds since 1970, UTC. */
export const earliest = (date: PartialDate): number => Date.UTC(date.year, (date.month ?? 1) - 1, date.day ?? 1)

/** Returns whether `a` is certainly after `b`, at their common precision. */
export const isAfter = (a: PartialDate, b: PartialDate): boolean => {
  if (a.year !== b.year) return a.year > b.year
  if (a.month === null || b.month === null) return false
  if (a.month !== b.month) return a.month > b.month
  return a.day !== null && b.day !== null && a.day > b.day
}
