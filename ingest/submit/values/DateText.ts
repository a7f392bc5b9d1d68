/** Converts written dates to ISO dates of the same precision. Missing parts are never made up, and day and month never guessed. */
import { withUsualDigits } from "../../keys/CaseNumber.ts"
import { readMonthNumber } from "./MonthNumber.ts"
import { monthOf, yearsOfShort } from "./MonthWords.ts"

const two = (number: number) => String(number).padStart(2, "0")
const iso = (year: string, month: number, day?: number) =>
  month > 12 ? undefined : day === undefined ? `${year}-${two(month)}` : `${year}-${two(month)}-${two(day)}`

/**
 * Returns the month of an ISO week (ISO 8601, `2019-W10` or `2019W10-3`), or the year that it is counted in if it is in two months; with a weekday, the day.
 */
const ofWeek = (text: string): string | undefined => {
  const match = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/i.exec(text)
  if (match === null) return undefined
  const [year, week] = [Number(match[1]), Number(match[2])]
  // The week with 4 January is the first.
  const fourth = new Date(Date.UTC(year, 0, 4))
  const dayOfWeek = (weekday: number) =>
    new Date(Date.UTC(year, 0, 4 - ((fourth.getUTCDay() + 6) % 7) + 7 * (week - 1) + weekday - 1))
  const text10 = (date: Date) => date.toISOString().slice(0, 10)
  const [first, last] = [text10(dayOfWeek(1)), text10(dayOfWeek(7))]
  if (week < 1 || week > 53 || (week === 53 && Number(text10(dayOfWeek(4)).slice(0, 4)) !== year)) return undefined
  if (match[3] !== undefined) return text10(dayOfWeek(Number(match[3])))
  return first.slice(0, 7) === last.slice(0, 7) ? first.slice(0, 7) : (match[1] as string)
}

const weekWord = String.raw`(?:week|wk|w|неделя|недели|нед|тиждень|тижня|тижд|săptămâna|saptamana|săpt|sapt|semaine|semana)\.?`
const weekNumber = String.raw`(?:(?:no|nr|№)\.?\s?)?(\d{1,2})(?:-?(?:я|й|ї|а|st|nd|rd|th))?`

/** `week 12 of 2021`, `12-я неделя 2021`, `2021 week 5`. */
const spokenWeek = new RegExp(
  [
    String.raw`${weekWord}\s*${weekNumber}[\s,/-]+(?:of\s|din\s)?(\d{4})`,
    String.raw`${weekNumber}\s${weekWord}[\s,/-]*(?:of\s|din\s)?(\d{4})`,
    String.raw`(\d{4})[\s,/-]+${weekWord}\s*${weekNumber}`,
    String.raw`(\d{4})[\s,/-]+${weekNumber}\s${weekWord}`
  ]
    .map((form) => `^${form}$`)
    .join("|"),
  "iu"
)

const ofSpokenWeek = (text: string): string | undefined => {
  const parts =
    spokenWeek
      .exec(text)
      ?.slice(1)
      .filter((part) => part !== undefined) ?? []
  const [year, week] = parts.toSorted((a, b) => b.length - a.length)
  return year === undefined || week === undefined ? undefined : ofWeek(`${year}-W${week.padStart(2, "0")}`)
}

/**
 * Returns the date of a spreadsheet's serial number that was exported as a number (Excel's epoch of 1900; days from 1990 to 2099). A year is never
 * such a number.
 */
const ofSerial = (text: string): string | undefined => {
  const match = /^([3-7]\d{4})(?:[.,]\d+)?$/.exec(text)
  const day = Number(match?.[1])
  if (match === null || day < 32_874 || day > 73_050) return undefined
  return new Date(Date.UTC(1899, 11, 30 + day)).toISOString().slice(0, 10)
}

const [firstSecond, lastSecond] = [Date.UTC(1990, 0) / 1_000, Date.UTC(2100, 0) / 1_000]

/** Returns the date of a time that a program wrote as seconds or milliseconds since 1970, between 1990 and 2099. */
const ofSeconds = (text: string): string | undefined => {
  const seconds = /^\d{9,10}$/.test(text) ? Number(text) : /^\d{12,13}$/.test(text) ? Number(text) / 1_000 : 0
  return seconds >= firstSecond && seconds < lastSecond
    ? new Date(seconds * 1_000).toISOString().slice(0, 10)
    : undefined
}

const romans = "i ii iii iv v vi vii viii ix x xi xii".split(" ")

/** `12.III.2023`, `III 2023`, as Romania, Moldova and Poland write months; Cyrillic letters look the same. */
const ofRomanMonth = (text: string): string | undefined => {
  const [, day, month, year] =
    /^(?:(\d{1,2})[\s./-]+)?([ivx]{1,4})[\s./-]+(\d{4})$/.exec(
      text.toLowerCase().replace(/[іх]/g, (sign) => (sign === "і" ? "i" : "x"))
    ) ?? []
  const number = romans.indexOf(month ?? "") + 1
  if (number === 0 || year === undefined) return undefined
  return iso(year, number, day === undefined ? undefined : Number(day))
}

/** Words for a quarter or half of a year, and its number. */
const partWord = String.raw`(?:кв|квартал|trim|trimestrul|quarter|пол|полугодие|півр|півріччя|semestrul|semestru|sem|half|half-year)\.?`
const partNumber = `(?:[1-4](?:-?(?:st|nd|rd|th|й|е|ше|ге|є))?|i{1,3}|iv|first|second|third|fourth|первое|второе|перше|друге|primul|al doilea)`

/** `Q1 2023`, `2023-H1`, `I кв. 2023`, `2-е полугодие 2023`, `semestrul II 2023`: the year, as the months are not known. */
const partOfYear = new RegExp(
  [
    String.raw`(?:q[1-4]|h[12])[\s/-]*(\d{4})`,
    String.raw`(\d{4})[\s/-]*(?:q[1-4]|h[12])`,
    String.raw`${partNumber}[\s-]*${partWord},?\s*(?:of\s|din\s)?(\d{4})`,
    String.raw`${partWord}\s*${partNumber},?\s*(?:of\s|din\s)?(\d{4})`,
    String.raw`(\d{4}),?\s*${partNumber}[\s-]*${partWord}`
  ]
    .map((form) => `^${form}$`)
    .join("|"),
  "iu"
)

/** Seasons of one year. A winter is in two. */
const season = `(?:spring|summer|autumn|fall|весн(?:а|ой|ы)|лет(?:о|ом|а)|осен(?:ь|ью|и)|навесні|влітку|восени|літ(?:о|ом|а)|ос(?:інь|ені)|весни|primăvar(?:a|ă)|var(?:a|ă)|toamn(?:a|ă))`

/** `весна 2021`, `vara anului 2022`, `2020 autumn`: the year, as the months are not known. */
const seasonOfYear = new RegExp(
  String.raw`^(?:в\s|у\s|in\s)?${season},?\s*(?:of\s|din\s|lui\s|anului\s)?(\d{4})$|^(\d{4})[,\s-]+${season}$`,
  "iu"
)

/** `sf. lunii mai 2022`, `начало июня 2022`, `mid-2021`, `late May 2020`: the month or year; the part of it is dropped. */
const partOfPeriod =
  /^(?:(?:the\s)?(?:early|mid(?:dle)?|late|beginning|start|end)|(?:в\s)?(?:начал[оеау]|середин[аеуы]|кон(?:ец|це|ца))|(?:на\s|у\s|в\s)?(?:почат(?:ок|ку)|середин[аиі]|кін(?:ець|ці|ця))|(?:la\s|de\sla\s)?(?:început(?:ul)?|înc\.|mijloc(?:ul)?|mijl\.|sfârșit(?:ul)?|sfîrșit(?:ul)?|sf\.)|(?:в|у|in|în)(?:\sluna)?|luna)(?:\s|-)(?:of\s|lui\s|lunii\s|anului\s|месяца\s|місяця\s)?(?=\p{L}|\d{4}(?!\d))/iu

const ofPartOfYear = (text: string): string | undefined =>
  partOfYear
    .exec(text.replace(/(?<!\p{L})[іi]{1,3}(?!\p{L})/giu, (number) => "i".repeat(number.length)))
    ?.slice(1)
    .find((year) => year !== undefined) ??
  seasonOfYear
    .exec(text)
    ?.slice(1)
    .find((year) => year !== undefined)

/** The time of day is dropped. */
const time =
  /[T,\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?\s?[Mm]\.?|[дп]п)?\s*(?:Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|GMT|UTC)?(?:\s\([\p{L}\s]+\))?$/u

/** `Mon, 05 Jun 2023`, `le 5 août 2023`. */
const beforeDate =
  /^(?:le|el|la|on|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?|(?:пн|вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|вівторок|середа|четвер|п['’]ятниця|субота|неділя|luni|marți|miercuri|joi|vineri|sâmbătă|duminică|lun|mar|mie|joi|vin|sâm|dum)\.?,?)\s(?=\d{1,2}\s\p{L}|\p{L}+\s\d)/iu

/** Returns whether the calendar has a date: the 31st of February is a typing error. For fields that keep less than the whole date. */
export const isInCalendar = (date: string): boolean => {
  const [year, month = 1, day = 1] = date.split("-").map(Number)
  const found = new Date(Date.UTC(year as number, month - 1, day))
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === day
}

const isoDate = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/

/**
 * Returns the date, or its problem: `malformed`, or `ambiguous` if day, month or a short year could be exchanged. With dots the day is first, as in all
 * countries that use them. With slashes only a number above 12 decides. `Mar-21` may be a month or a day.
 */
export const readDate = (text: string): { readonly date: string } | { readonly wrong: "malformed" | "ambiguous" } => {
  if (isoDate.test(text)) return { date: text }
  const plain = withUsualDigits(text)
    .replace(time, "")
    .replace(/\s*(?:г|р|год|года|году|рік|року|році)\.?$/i, "")
    .replace(/^(?:anul|год|рік|year)\s(?=\d{4}$)/i, "")
    // Serbian and Croatian write a dot behind the year, too.
    .replace(/^(\d{1,2}\.\s?\d{1,2}\.\s?\d{4})\.$/, "$1")
    .replace(/(?<=\p{L}\s)(?:anului|года|року|de)\s(?=\d{4}$)/u, "")
    .replace(/(?<=^\d{1,2}\s)de\s(?=\p{L})/u, "")
    .replace(beforeDate, "")
    .replace(partOfPeriod, "")
    // `1st March`, `1-го марта`.
    .replace(/(?<=^|\s)(\d{1,2})(?:st|nd|rd|th|-?го|-?е)(?=[\s,])/iu, "$1")
    .replace(/(?<=^\d{1,2}\s)of\s(?=\p{L})/iu, "")
    // A year from a column of decimals.
    .replace(/^(\d{4})[.,]0+$/, "$1")
    .trim()
  if (isoDate.test(plain)) return { date: plain }
  const found =
    ofWeek(plain) ??
    ofSpokenWeek(plain) ??
    ofSerial(plain) ??
    ofSeconds(plain) ??
    ofPartOfYear(plain) ??
    ofRomanMonth(plain) ??
    written(plain) ??
    readMonthNumber(text)
  if (found === "ambiguous") return { wrong: "ambiguous" }
  return found === undefined ? { wrong: "malformed" } : { date: found }
}

/** Cells next to the one with the year. */
export type DateParts = Partial<Record<"week" | "month" | "day", string>>

/** Returns a year and the cells with its week, or its month and day, as one written date; the text itself if it is not a year. */
export const joinDate = (text: string, { week, month, day }: DateParts): string => {
  const year = /^(\d{4})(?:[.,]0+)?$/.exec(text.trim())?.[1]
  if (year === undefined) return text
  if (week !== undefined) {
    const number = /^(?:\p{L}+\.?\s?)?(\d{1,2})(?:[.,]0+)?$/u.exec(week)?.[1]
    if (number !== undefined) return `${year}-W${number.padStart(2, "0")}`
    return week.startsWith(year) ? week : `${year} ${week}`
  }
  if (month === undefined) return year
  return /^\d{1,2}$/.test(month)
    ? [year, month, ...(day === undefined ? [] : [day])].join("-")
    : [day, month, year].filter((part) => part !== undefined).join(" ")
}

/** Returns a match of day, month and year as one of month, day and year. */
const swapped = (match: RegExpExecArray | null) =>
  match === null ? undefined : [match[0], match[2], match[1], match[3]]

/** Returns a year with two digits, which a month in words shows to be one: as Excel reads it, from 1930 to 2029. */
const fullYear = (year: string) => (year.length === 4 ? year : `${Number(year) < 30 ? "20" : "19"}${year}`)

/** `2023 March` and `2023 March 1` as month, day and year. */
const yearAndMonth = (text: string): ReadonlyArray<string | undefined> | undefined => {
  const [, year, month, day] = /^(\d{4})[\s./-]+(\p{L}{3,})\.?(?:[\s./-]+(\d{1,2}))?$/u.exec(text) ?? []
  return year === undefined ? undefined : ["", month, day, year]
}

const ofShortYear = (year: number, month: number, day: number): ReadonlyArray<string> =>
  yearsOfShort(year).flatMap((full) => {
    const date = `${full}-${two(month)}-${two(day)}`
    return month >= 1 && month <= 12 && isInCalendar(date) ? [date] : []
  })

/**
 * Returns the date of three numbers with two digits, `31.12.99`, if only one order gives one. With dots the month is never first. `01.10.23` may
 * be in 2023 and, with the year first, in 2001.
 */
const ofShortParts = (text: string): string | "ambiguous" | undefined => {
  const [, one = "", sign, middle = "", last = ""] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{2})$/.exec(text) ?? []
  if (sign === undefined) return undefined
  const [a, b, c] = [Number(one), Number(middle), Number(last)]
  const possible = new Set([
    ...ofShortYear(c, b, a),
    ...(sign === "." ? [] : ofShortYear(c, a, b)),
    ...(one.length === 2 ? ofShortYear(a, b, c) : [])
  ])
  return possible.size > 1 ? "ambiguous" : [...possible][0]
}

const written = (text: string): string | "ambiguous" | undefined => {
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(text)
  if (compact !== null && Number(compact[3]) <= 31)
    return iso(compact[1] as string, Number(compact[2]), Number(compact[3]))
  const yearFirst = /^(\d{4})([./-])(\d{1,2})(?:\2(\d{1,2}))?$/.exec(text)
  if (yearFirst !== null)
    return iso(
      yearFirst[1] as string,
      Number(yearFirst[3]),
      yearFirst[4] === undefined ? undefined : Number(yearFirst[4])
    )
  const monthYear = /^(\d{1,2})[./-](\d{4})$/.exec(text)
  if (monthYear !== null) return iso(monthYear[2] as string, Number(monthYear[1]))
  const dayFirst = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text)
  if (dayFirst !== null) {
    const [first, second, year] = [Number(dayFirst[1]), Number(dayFirst[3]), dayFirst[4] as string]
    if (dayFirst[2] === "." || first > 12 || first === second) return iso(year, second, first)
    return second > 12 ? iso(year, first, second) : "ambiguous"
  }
  const short = ofShortParts(text)
  if (short !== undefined) return short
  const [, month, day, year] =
    yearAndMonth(text) ??
    /^(\p{L}{3,})\.?(?:\s(\d{1,2}),?)?[\s.,-]+(\d{4})$/u.exec(text) ??
    // Stata and SPSS leave no space: `12may2023`.
    swapped(/^(\d{1,2})[\s./-]*(\p{L}{3,})[\s.,/-]*(\d{4}|\d{2})$/u.exec(text)) ??
    []
  const number = month === undefined ? undefined : monthOf(month)
  if (number === undefined || year === undefined) return undefined
  return iso(fullYear(year), number, day === undefined ? undefined : Number(day))
}
