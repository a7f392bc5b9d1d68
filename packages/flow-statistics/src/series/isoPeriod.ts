/** Periods as people write them, in the languages of the pages: months by name, and numbers in other orders. */

const languages = ["en-GB", "en-US", "ru", "uk", "ro"]

/** Names of months in these languages, alone and after a day, in full and short, without points. */
const readMonthNames = (): ReadonlyArray<readonly [name: string, month: number]> =>
  languages.flatMap((language) =>
    (["long", "short"] as const).flatMap((month) =>
      [undefined, "numeric" as const].flatMap((day) => {
        const format = new Intl.DateTimeFormat(language, { month, day, timeZone: "UTC" })
        return Array.from({ length: 12 }, (_, m) => {
          const name = format.formatToParts(Date.UTC(2000, m, 1)).find(({ type }) => type === "month")?.value ?? ""
          return [name.toLowerCase().replaceAll(".", ""), m + 1] as const
        })
      })
    )
  )

let monthNames: ReturnType<typeof readMonthNames> | undefined

/** Returns the month whose name, and no other month's, begins with a word. */
const monthOf = (word: string): number | undefined => {
  monthNames ??= readMonthNames()
  const found = new Set(monthNames.flatMap(([name, month]) => (name.startsWith(word) ? [month] : [])))
  return found.size === 1 ? [...found][0] : undefined
}

const two = (value: number | string): string => String(value).padStart(2, "0")

/** A month such as `2016-07`, or a day of it. */
const ofMonth = (year: string, word: string, day?: string): string | undefined => {
  const month = monthOf(word)
  if (month === undefined) return undefined
  return [year, two(month), ...(day === undefined ? [] : [two(day)])].join("-")
}

const romans: Readonly<Record<string, string>> = { i: "1", ii: "2", iii: "3", iv: "4" }
/** A number in Arabic or Roman digits; the Ukrainian letter і is also written for the Roman one. */
const ofPart = (year: string, letter: "Q" | "H", number: string): string =>
  `${year}-${letter}${romans[number.replaceAll("і", "i")] ?? number}`

const [name, apart] = [String.raw`(\p{L}{3,})\.?`, String.raw`[\s.,/-]+`]
const quarter = String.raw`(?:q|quarter|кв|квартал|trim|trimestrul|trimestru)\.?`
const half = String.raw`(?:h|half|полугодие|півріччя|semestrul|semestru)\.?`
const [ofFour, ofTwo] = ["([1-4]|[iі]{1,3}|[iі]v)", "([12]|[iі]{1,2})"]
const ordinal = "(?:st|nd|rd|th|-й|-е|-ше|-ге)?"

/** Forms with their parts in order, and what they mean. */
const forms: ReadonlyArray<readonly [RegExp, (...parts: ReadonlyArray<string>) => string | undefined]> = (
  [
    [`${name}${apart}(\\d{4})`, (word, year) => ofMonth(year, word)],
    [`(\\d{4})${apart}${name}`, (year, word) => ofMonth(year, word)],
    [`(\\d{1,2})${apart}${name}${apart}(\\d{4})`, (day, word, year) => ofMonth(year, word, day)],
    [`${name}\\s+(\\d{1,2}),?\\s+(\\d{4})`, (word, day, year) => ofMonth(year, word, day)],
    [`(0[1-9]|1[0-2])[./-](\\d{4})`, (month, year) => `${year}-${month}`],
    [`(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})`, (day, month, year) => `${year}-${two(month)}-${two(day)}`],
    [`(\\d{4})[./](\\d{2})[./](\\d{2})`, (year, month, day) => `${year}-${month}-${day}`],
    ...(
      [
        ["Q", quarter, ofFour],
        ["H", half, ofTwo]
      ] as const
    ).flatMap(([letter, word, number]) => [
      [`${word}\\s*${number}${apart}(\\d{4})`, (part: string, year: string) => ofPart(year, letter, part)] as const,
      [
        `${number}${ordinal}\\s*${word}(?:${apart})?(\\d{4})`,
        (part: string, year: string) => ofPart(year, letter, part)
      ] as const,
      [`(\\d{4})${apart}${word}\\s*${number}`, (year: string, part: string) => ofPart(year, letter, part)] as const,
      [
        `(\\d{4})${apart}${number}${ordinal}\\s*${word}`,
        (year: string, part: string) => ofPart(year, letter, part)
      ] as const
    ])
  ] as ReadonlyArray<readonly [string, (...parts: ReadonlyArray<string>) => string | undefined]>
).map(([form, meaning]) => [new RegExp(`^${form}$`, "u"), meaning] as const)

/** The word for a year behind its number, in Russian and Ukrainian. */
const yearWord = /\s*(?:г|р|год|года|рік|року)\.?$/u

/**
 * Returns a period that is written in another way as `parsePeriod` reads it, such as `2016-07` for `July 2016`, `липень 2016` or `07.2016`, `2016-Q3` for
 * `Q3 2016` and `2016-07-01` for `01.07.2016`: with points between them, the day is first. Undefined if it is none, or may mean two things, such as `1/2016`,
 * `07/01/2016` and `Jan-16`.
 */
export const isoPeriod = (text: string): string | undefined => {
  const plain = text.normalize("NFC").toLowerCase().replace(yearWord, "")
  for (const [form, meaning] of forms) {
    const found = form.exec(plain)
    const period = found === null ? undefined : meaning(...found.slice(1))
    if (period !== undefined) return period
  }
  return undefined
}
