/** The portal's catalogue: one set of keys, four languages. A key that a language lacks is an error of types. */
import type { Language } from "../../../submit/words/Languages.ts"
import { en } from "./en.ts"
import { ro } from "./ro.ts"
import { ru } from "./ru.ts"
import { uk } from "./uk.ts"

/** A text, or its plural forms by the categories of the language. */
export type Message = string | Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>

export type WordKey = keyof typeof en
export type Catalogue = Readonly<Record<WordKey, Message>>

/** Each language by its own name. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  ru: "Русский",
  uk: "Українська",
  ro: "Română"
}

export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ru, uk, ro }

export type Values = Readonly<Record<string, string | number>>

/** A text of the catalogue with its values in place; numbers as the language writes them. */
export const fill = (language: Language, key: WordKey, values: Values = {}): string => {
  const message = catalogues[language][key]
  const form =
    typeof message === "string"
      ? message
      : (message[new Intl.PluralRules(language).select(Number(values["n"] ?? 0))] ?? message.other)
  return form.replace(/\{(\w+)\}/g, (all, name: string) => {
    const value = values[name]
    if (value === undefined) return all
    return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : value
  })
}
