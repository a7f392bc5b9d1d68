/** Converts written dates to ISO dates of the same precision. Missing parts are never made up, and day and month never guessed. */

const months: ReadonlyArray<RegExp> = [
  /^(?:jan|янв|січ|ian)/,
  /^(?:feb|фев|лют)/,
  /^(?:mar|мар|бер)/,
  /^(?:apr|апр|кві)/,
  /^(?:may|mai|май|мая|тра)/,
  /^(?:jun|июн|чер|iun)/,
  /^(?:jul|июл|лип|iul)/,
  /^(?:aug|авг|сер)/,
  /^(?:sep|сен|вер)/,
  /^(?:oct|окт|жов)/,
  /^(?:nov|ноя|лис|noi)/,
  /^(?:dec|дек|гру)/
]

const monthOf = (word: string): number | undefined => {
  const at = months.findIndex((month) => month.test(word.toLowerCase()))
  return at === -1 ? undefined : at + 1
}

const two = (number: number) => String(number).padStart(2, "0")
const iso = (year: string, month: number, day?: number) =>
  month > 12 ? undefined : day === undefined ? `${year}-${two(month)}` : `${year}-${two(month)}-${two(day)}`

/** The time of day is dropped. */
const time = /[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2}|[AaPp][Mm])?$/

/**
 * Returns the date, or its problem: `malformed`, or `ambiguous` if day and month could be exchanged. With dots the day is first, as in all
 * countries that use them. With slashes only a number above 12 decides.
 */
export const readDate = (text: string): { readonly date: string } | { readonly wrong: "malformed" | "ambiguous" } => {
  const plain = text
    .replace(time, "")
    .replace(/\s*(?:г|р|года|року)\.?$/i, "")
    .trim()
  if (/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(plain)) return { date: plain }
  const found = written(plain)
  if (found === "ambiguous") return { wrong: "ambiguous" }
  return found === undefined ? { wrong: "malformed" } : { date: found }
}

const written = (text: string): string | "ambiguous" | undefined => {
  const yearFirst = /^(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?$/.exec(text)
  if (yearFirst !== null)
    return iso(
      yearFirst[1] as string,
      Number(yearFirst[2]),
      yearFirst[3] === undefined ? undefined : Number(yearFirst[3])
    )
  const monthYear = /^(\d{1,2})[./-](\d{4})$/.exec(text)
  if (monthYear !== null) return iso(monthYear[2] as string, Number(monthYear[1]))
  const dayFirst = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text)
  if (dayFirst !== null) {
    const [first, second, year] = [Number(dayFirst[1]), Number(dayFirst[3]), dayFirst[4] as string]
    if (dayFirst[2] === "." || first > 12 || first === second) return iso(year, second, first)
    return second > 12 ? iso(year, first, second) : "ambiguous"
  }
  const words = /^(?:(\d{1,2})[\s.-]+)?(\p{L}{3,})[\s.,-]+(\d{4})$/u.exec(text)
  const month = words === null ? undefined : monthOf(words[2] as string)
  if (words === null || month === undefined) return undefined
  return iso(words[3] as string, month, words[1] === undefined ? undefined : Number(words[1]))
}
