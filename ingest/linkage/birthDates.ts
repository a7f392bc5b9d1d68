/** Dates of birth as a partner's file writes them. */
import { withUsualDigits } from "../keys/CaseNumber.ts"
import { DateOrder, inDayOrder } from "../submit/values/DateOrder.ts"
import { readDate } from "../submit/values/DateText.ts"
import { gregorianReader } from "./eras.ts"

/** Names of months in Arabic, as Egypt and as the Levant and Iraq say them. */
const arabicMonths =
  "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر,كانون-الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين-الاول تشرين-الثاني كانون-الاول"
    .split(",")
    .map((names) => names.split(" ").map((name) => name.replace("-", " ")))

/** Returns a date with the number of a month for its Arabic name. */
const withMonthNumber = (text: string): string => {
  const [, day, name = "", year] =
    /^(\d{1,2})\s+(\p{Script=Arabic}[\p{Script=Arabic}\s]*?)\s+(\d{4})$/u.exec(text) ?? []
  const plain = name.replace(/[أإآ]/g, "ا").replace(/\s+/g, " ")
  const month = Math.max(...arabicMonths.map((names) => names.indexOf(plain))) + 1
  return month === 0 ? text : `${day}.${month}.${year}`
}

/** Words that say that a date is one of birth, or that it is not exact: `12 мая 1990 г.р.`, `ca. 1990`. */
const remarks =
  /^(?:c|ca|circa|cca|about|approx|approximately|est|born|около|примерно|род|родился|родилась|приблизно|близько|нар|народився|народилась|aprox|aproximativ|circa|născut|născută|vers|né|née|nacido|nacida)(?![\p{L}\d])\.?\s*|^~\s*|\s*\((?:approx|est|около|приблизно|aprox)\.?\)$|\s*\?$|\s*(?:г|р)\.?\s?(?:р|н)\.?$/giu

/** A year with two digits, which no other one of the last hundred years has. */
const shortYear = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2})$/

const withFullYear = (text: string): string => {
  const [, first = "", sign = "", second = "", last = ""] = shortYear.exec(text) ?? []
  const full = (year: string) => `${Number(year) > new Date().getUTCFullYear() % 100 ? 19 : 20}${year}`
  if (sign === "") return text
  return Number(first) > 31 ? [full(first), second, last].join("-") : [first, second, full(last)].join(sign)
}

/** Returns a date without what is not part of it: digits of other scripts, remarks, signs for a day or month that is not known. */
const plainDate = (text: string): string =>
  withFullYear(
    withMonthNumber(withUsualDigits(text).trim().replace(remarks, ""))
      .replace(/(?<![\p{L}\d])[xх?_*]{1,2}(?![\p{L}\d])/giu, "00")
      .replace(/^(\d{1,2})[\s,]+(\d{1,2})[\s,]+(\d{4})$/, "$1.$2.$3")
  )

/**
 * Returns what reads the dates of a file, given all of them: `05/06/1990` is in June where `23/06/1988` is in the same file. Undefined for no date,
 * `unread` for one that cannot be read.
 */
export const birthDateReader = (texts: Iterable<string>): ((text: string) => string | "unread" | undefined) => {
  const plain = Array.from(texts, plainDate)
  const order = new DateOrder<true>()
  for (const text of plain) order.add(text, true)
  const isDayFirst = order.proved?.isDayFirst
  const read = (text: string): string | undefined => {
    const found = readDate(text)
    if ("date" in found) return found.date
    if (isDayFirst === undefined || found.wrong !== "ambiguous") return undefined
    const again = readDate(inDayOrder(text, isDayFirst))
    return "date" in again ? again.date : undefined
  }
  const gregorian = gregorianReader(plain.map(read).filter((date) => date !== undefined))
  return (text) => {
    if (text === "") return undefined
    const date = read(plainDate(text))
    return (date === undefined ? undefined : gregorian(date)) ?? "unread"
  }
}
