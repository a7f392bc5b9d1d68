/** Dates of workbooks: days since an epoch, which only the cell's number format distinguishes from other numbers (ECMA-376, 18.8.30, 18.17.4). */
import { millisOfDay } from "../../../../ports/days.ts"

/** The precision of a date format. Hidden parts are not read: a cell formatted as a year contains a year. */
export type DateShown = "day" | "month" | "year"

/** The built-in date formats. */
const builtIn: ReadonlyMap<number, DateShown> = new Map([
  ...[14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, "day"] as const),
  [17, "month"]
])

/** Returns the precision of a format code; undefined for numbers, texts and times of day. */
const shownByCode = (code: string): DateShown | undefined => {
  const plain = code
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[[^\]]*\]/g, "")
    .split(";", 1)[0]
    ?.toLowerCase()
  if (plain === undefined || /general|[#?@]/.test(plain)) return undefined
  const [years, days, months, times] = [/[yeг]/, /[dд]/, /m|м/, /[hsч]/].map((sign) => sign.test(plain))
  if (years) return days ? "day" : months ? "month" : "year"
  return days || (months && !times) ? "day" : undefined
}

/** Returns the precision of the format with this id. `codes` are the workbook's own formats. */
export const dateShown = (id: number, codes: ReadonlyMap<number, string>): DateShown | undefined => {
  const code = codes.get(id)
  return code === undefined ? builtIn.get(id) : shownByCode(code)
}

/** Serial 1 is 1900-01-01; serial 60 is the nonexistent 1900-02-29. */
const epoch1900 = Date.UTC(1899, 11, 31)
const epoch1904 = Date.UTC(1904, 0, 1)
/** 9999-12-31. */
const lastSerial = 2_958_465

/** Returns `2004-05-17`, `2004-05` or `2004`; undefined for a number that is not a date. */
export const dateText = (serial: number, shown: DateShown, is1904: boolean): string | undefined => {
  const days = Math.floor(serial)
  if (!(days >= (is1904 ? 0 : 1)) || days > lastSerial || (!is1904 && days === 60)) return undefined
  const moment = is1904 ? epoch1904 + days * millisOfDay : epoch1900 + (days > 60 ? days - 1 : days) * millisOfDay
  const iso = new Date(moment).toISOString()
  return iso.slice(0, shown === "day" ? 10 : shown === "month" ? 7 : 4)
}
