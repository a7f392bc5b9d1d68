/** Number formats and plural rules by language. Each is created once, because creating one is slow in browsers. */

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
