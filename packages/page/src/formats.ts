/** Formats of numbers and days, and plural rules, by language. Each is created once, because creating one is slow in browsers. */

const cached = <A>(create: (language: string, decimals: number) => A): ((language: string, decimals?: number) => A) => {
  const cache = new Map<string, A>()
  return (language, decimals = 0) => {
    const key = `${language} ${decimals}`
    const value = cache.get(key) ?? create(language, decimals)
    cache.set(key, value)
    return value
  }
}

export const numberFormat = cached((language) => new Intl.NumberFormat(language))

const fixed = (decimals: number) => ({ minimumFractionDigits: decimals, maximumFractionDigits: decimals })

/** Writes numbers of one list or column: all with as many decimals. */
export const decimalFormat = cached((language, decimals) => new Intl.NumberFormat(language, fixed(decimals)))

/** By the language and the decimals that are written. */
export const pluralRules = cached((language, decimals) => new Intl.PluralRules(language, fixed(decimals)))

const dayFormat = cached((language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }))

const monthFormat = cached(
  (language) => new Intl.DateTimeFormat(language, { month: "long", year: "numeric", timeZone: "UTC" })
)

/** Writes the day of a time, in UTC, so that no line ends within it; of "2003-12" the month, of "2004" the year. */
export const writeDay = (language: string, at: string): string => {
  if (/^\d{4}$/.test(at)) return at
  const format = /^\d{4}-\d{2}$/.test(at) ? monthFormat : dayFormat
  return format(language).format(new Date(at)).replaceAll(" ", "\u00a0")
}
