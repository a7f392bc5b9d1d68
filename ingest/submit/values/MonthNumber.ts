/**
 * A month in words and a number of two digits, as spreadsheets show dates: `Mar-21` is March 2021 or 21 March, `99-Mar` can only be in 1999. A column
 * says which it is: if at least one of its numbers can only be a year, and none only a day, the number is a year in all of them.
 */
import { withUsualDigits } from "../../keys/CaseNumber.ts"
import { DateOrder } from "./DateOrder.ts"
import { monthOf, yearsOfShort } from "./MonthWords.ts"

const monthFirst = /^(\p{L}{3,})\.?\s?[\s.,/-]?\s?(\d{2})$/u
const numberFirst = /^(\d{2})[\s./-]?\s?(\p{L}{3,})\.?$/u
/** `Mar'21`, `март 21 г.` */
const marked = /^(\p{L}{3,})\.?\s?(?:['’‘`](\d{2})|[\s.-]?(\d{2})\s?(?:г|р|год|года|рік|року)\.?)$/iu

interface MonthNumber {
  readonly form: "month first" | "number first"
  /** The months that it is if the number is a year. None if no such year can be in a register. */
  readonly months: ReadonlyArray<string>
  /** Whether a sign says that the number is a year. It says nothing of other cells. */
  readonly isMarked: boolean
  /** Whether the number can be a day. */
  readonly isDay: boolean
}

/** Returns the word and the number, and whether a sign says that it is a year. */
const partsOf = (text: string) => {
  const [, word, one, other] = marked.exec(text) ?? []
  if (word !== undefined) return { form: "month first", word, digits: one ?? other ?? "", isMarked: true } as const
  const [, first, last] = monthFirst.exec(text) ?? []
  if (first !== undefined) return { form: "month first", word: first, digits: last ?? "", isMarked: false } as const
  const [, digits, month] = numberFirst.exec(text) ?? []
  return digits === undefined
    ? undefined
    : ({ form: "number first", word: month ?? "", digits, isMarked: false } as const)
}

/** Returns a month in words and a number; undefined for any other text. */
const monthNumberOf = (written: string): MonthNumber | undefined => {
  const parts = partsOf(withUsualDigits(written).trim())
  const month = parts === undefined ? undefined : monthOf(parts.word)
  if (parts === undefined || month === undefined) return undefined
  const number = Number(parts.digits)
  // 2024 has a 29 February.
  const days = new Date(Date.UTC(2024, month, 0)).getUTCDate()
  return {
    form: parts.form,
    months: yearsOfShort(number).map((full) => `${full}-${String(month).padStart(2, "0")}`),
    isMarked: parts.isMarked,
    isDay: !parts.isMarked && number >= 1 && number <= days
  }
}

/** `mm/yy`, `МММ-ГГ`, `ll.aaaa`: a heading's form of dates without days. */
const formOfMonths = /(?<![\p{L}./-])(?:m{2,4}|м{2,4}|l{2,4})[./\s-]+(?:y{2,4}|г{2,4}|р{2,4}|a{2,4})(?!\p{L})/iu

/** Returns the month, or `ambiguous` if the number may be a day; undefined for any other text, and for a day without a year. */
export const readMonthNumber = (text: string): string | "ambiguous" | undefined => {
  const found = monthNumberOf(text)
  if (found === undefined || found.months.length !== 1) return undefined
  return found.isDay ? "ambiguous" : found.months[0]
}

/** The months with numbers of a column. `Place`: where one is. */
export class MonthNumbers<Place> {
  /** Whether the number is a year, by the place of the number. */
  private readonly years = { "month first": new DateOrder<Place>(), "number first": new DateOrder<Place>() }
  private isNeeded = false

  add(text: string, place: Place): void {
    const found = monthNumberOf(text)
    if (found === undefined || found.isMarked) return
    const isYear = found.months.length > 0
    if (isYear !== found.isDay) this.years[found.form].state(isYear, place)
    this.isNeeded ||= isYear && found.isDay
  }

  /** Adds what the heading says. */
  addHeading(heading: string, place: Place): void {
    if (formOfMonths.test(heading)) for (const years of Object.values(this.years)) years.state(true, place)
  }

  /** Returns where a number is that can only be a year, if the column needs it. */
  get proved(): Place | undefined {
    if (!this.isNeeded) return undefined
    const [one, other] = Object.values(this.years).map(({ proved }) =>
      proved?.isDayFirst === true ? proved.by : undefined
    )
    return one ?? other
  }

  /** Returns the month as an ISO date, if the column proves that the number is a year; the text itself if not. */
  read(text: string): string {
    const found = monthNumberOf(text)
    const isYear = found !== undefined && this.years[found.form].proved?.isDayFirst === true
    return isYear && found.months.length === 1 ? (found.months[0] as string) : text
  }
}
