import type { Language } from "../../../schemas/Languages.ts"
import { numberFormat, pluralRules } from "./formats.ts"

/** A text, or its plural forms by the categories of the language. */
export type Message = string | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string })

export type Values = Readonly<Record<string, string | number>>

/** A text with its values in place; numbers as the language writes them; plural forms by `n`. */
export const fillMessage = (language: Language, message: Message, values: Values = {}): string => {
  const form =
    typeof message === "string"
      ? message
      : (message[pluralRules(language).select(Number(values["n"] ?? 0))] ?? message.other)
  return form.replace(/\{(\w+)\}/g, (all, name: string) => {
    const value = values[name]
    if (value === undefined) return all
    return typeof value === "number" ? numberFormat(language).format(value) : value
  })
}
