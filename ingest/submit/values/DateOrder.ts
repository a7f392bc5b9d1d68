/**
 * The order of day and month in dates such as `02/03/2022`. One date does not say it, but a column does: if at least one of its dates can only have the
 * day first, and none can only have the month first, the day is first in all of them, and the reverse. All dates of the column must be known for that.
 */
import { withUsualDigits } from "../../keys/CaseNumber.ts"

/** What follows the year, such as a time, is not part of the order. */
const twoFirst = /^\s*(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?!\d)/

const partsOf = (text: string) => {
  const [, first = "", , second = "", year = ""] = twoFirst.exec(withUsualDigits(text)) ?? []
  return { first, second, year }
}

/** Returns whether a date can be read in both orders, with different results. */
export const isOfEitherOrder = (text: string): boolean => {
  const { first, second } = partsOf(text)
  const [one, two] = [Number(first), Number(second)]
  return one !== two && one >= 1 && two >= 1 && one <= 12 && two <= 12
}

const isDay = (part: string) => Number(part) > 12 && Number(part) <= 31
const isMonth = (part: string) => Number(part) >= 1 && Number(part) <= 12

/** `dd/mm/yyyy`, `дд.мм.гггг`, `zz/ll/aaaa`, `jj/mm/aaaa`, as headings give it; the groups are a day or a month first. */
const format =
  /(?<!\p{L})(?:(dd?|дд?|zz?|jj?)|(mm?|мм?|ll?))[./\s-]+(?:mm?|мм?|ll?|dd?|дд?|zz?|jj?)[./\s-]+(?:y{2,4}|г{2,4}|р{2,4}|a{2,4})(?!\p{L})/iu

/** Returns whether a heading says that the day is first, or the month; undefined if it says nothing. */
export const orderInHeading = (heading: string): boolean | undefined => {
  const [, day, month] = format.exec(heading) ?? []
  return day !== undefined ? true : month !== undefined ? false : undefined
}

/** The dates of a column. `Place`: where a date is. */
export class DateOrder<Place> {
  private dayFirst: Place | undefined
  private monthFirst: Place | undefined
  /** The places of the first date of one order and of the other. */
  private first: Place | undefined
  private other: Place | undefined

  add(text: string, place: Place): void {
    const { first, second } = partsOf(text)
    if (isDay(first) && isMonth(second)) this.state(true, place)
    if (isMonth(first) && isDay(second)) this.state(false, place)
  }

  /** Adds what the heading says. A date that contradicts it leaves the column without an order. */
  state(isDayFirst: boolean, place: Place): void {
    if ((isDayFirst ? this.dayFirst : this.monthFirst) !== undefined) return
    if (isDayFirst) this.dayFirst = place
    else this.monthFirst = place
    if (this.first === undefined) this.first = place
    else this.other = place
  }

  /** Returns the first date that contradicts another one, or the heading. */
  get contradicted(): { readonly by: Place } | undefined {
    const { first, other } = this
    return first === undefined || other === undefined ? undefined : { by: other }
  }

  /** Returns the order that the dates prove, with the first date that does; undefined if none proves one, or some contradict each other. */
  get proved(): { readonly isDayFirst: boolean; readonly by: Place } | undefined {
    const { dayFirst, monthFirst } = this
    if (dayFirst !== undefined && monthFirst === undefined) return { isDayFirst: true, by: dayFirst }
    if (monthFirst !== undefined && dayFirst === undefined) return { isDayFirst: false, by: monthFirst }
    return undefined
  }
}

/** Returns a date with dots and the day first, which can be read in one way only. */
export const inDayOrder = (text: string, isDayFirst: boolean): string => {
  const { first, second, year } = partsOf(text)
  return isDayFirst ? `${first}.${second}.${year}` : `${second}.${first}.${year}`
}
