/** Dates as partners know them: a year, a month or a day (ISO 8601 reduced precision). */

export interface PartialDate {
  readonly year: number
  readonly month: number | null
  readonly day: number | null
}

const shape = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/

/** The date in `text`, or undefined when it is none: the 30th of February is none. */
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

/** The first moment that the date can mean, in milliseconds since 1970, UTC. */
export const earliest = (date: PartialDate): number => Date.UTC(date.year, (date.month ?? 1) - 1, date.day ?? 1)

/** True when `a` surely lies after `b`: their common precision decides. */
export const isAfter = (a: PartialDate, b: PartialDate): boolean => {
  if (a.year !== b.year) return a.year > b.year
  if (a.month === null || b.month === null) return false
  if (a.month !== b.month) return a.month > b.month
  return a.day !== null && b.day !== null && a.day > b.day
}
