import { numberFormat, pluralRules } from "./formats.ts"
import { keepTogether } from "./keepTogether.ts"

/** A text with `{name}` placeholders, or its plural forms by CLDR category. */
export type Message = string | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string })

export type Values = Readonly<Record<string, string | number>>

/**
 * Fills in a message's placeholders.
 *
 * Numbers are formatted for `language`, negative ones with a minus sign. Spaces where a line must not end are no-break spaces. The value `n` selects the plural form. A placeholder without a value stays.
 */
export const fillMessage = (language: string, message: Message, values: Values = {}): string => {
  const form =
    typeof message === "string"
      ? message
      : (message[pluralRules(language).select(Number(values["n"] ?? 0))] ?? message.other)
  const filled = form.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name]
    if (value === undefined) return placeholder
    return typeof value === "number" ? numberFormat(language).format(value).replace("-", "−") : value
  })
  return keepTogether(filled)
}
