/** How a language writes numbers. Each is made once: a picture has some hundred figures, and a browser takes its time to make one. */
import type { Language } from "../../../schemas/Languages.ts"

const once = <A>(make: (language: Language) => A): ((language: Language) => A) => {
  const made = new Map<Language, A>()
  return (language) => {
    const known = made.get(language) ?? make(language)
    made.set(language, known)
    return known
  }
}

export const numberFormat = once((language) => new Intl.NumberFormat(language))

export const pluralRules = once((language) => new Intl.PluralRules(language))
