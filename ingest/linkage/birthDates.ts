/** Dates of birth as a partner's file writes them. */
import { withUsualDigits } from "../keys/CaseNumber.ts"
import { readDate } from "../submit/values/DateText.ts"

const twoFirst = /^\s*(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)/

/** Returns day, month and year as a date with dots, where the day is first. */
const withDots = (text: string, isDayFirst: boolean): string => {
  const [, first = "", , second = "", year = ""] = twoFirst.exec(withUsualDigits(text)) ?? []
  return isDayFirst ? `${first}.${second}.${year}` : `${second}.${first}.${year}`
}

/** Returns whether the day is first in dates with slashes; undefined if none shows it, or some contradict each other. */
const dayFirstOf = (texts: Iterable<string>): boolean | undefined => {
  const shown = new Set<boolean>()
  for (const text of texts) {
    const [, first, , second] = twoFirst.exec(withUsualDigits(text)) ?? []
    if (Number(first) > 12) shown.add(true)
    if (Number(second) > 12) shown.add(false)
  }
  return shown.size === 1 ? shown.has(true) : undefined
}

/**
 * Returns what reads the dates of a file, given all of them: `05/06/1990` is in June where `23/06/1988` is in the same file. Undefined for no date,
 * `unread` for one that cannot be read.
 */
export const birthDateReader = (texts: Iterable<string>): ((text: string) => string | "unread" | undefined) => {
  const isDayFirst = dayFirstOf(texts)
  return (text) => {
    if (text === "") return undefined
    const read = readDate(text)
    if ("date" in read) return read.date
    if (isDayFirst === undefined || read.wrong !== "ambiguous") return "unread"
    const again = readDate(withDots(text, isDayFirst))
    return "date" in again ? again.date : "unread"
  }
}
