/** Formats of numbers and days, and plural rules, by language. Each is created once, because creating one is slow in browsers. */

const cached = <A>(create: (language: string) => A): ((language: string) => A) => {
  const cache = new Map<string, A>()
  return (language) => {
    const value = cache.get(language) ?? create(language)
    cache.set(language, value)
    return value
  }
}

export const numberFormat = cached((language) => new Intl.NumberFormat(language))

export const pluralRules = cached((language) => new Intl.PluralRules(language))

const dayFormat = cached((language) => new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }))

/** Writes the day of a time, in UTC, so that no line ends within it. */
export const writeDay = (language: string, at: string): string =>
  dayFormat(language).format(new Date(at)).replaceAll(" ", "\u00a0")
