import { decimalFormat, numberFormat, pluralRules, writeDay } from "./formats.ts"
import { keepTogether } from "./keepTogether.ts"

/** A text with `{name}` placeholders, or its plural forms by CLDR category. */
export type Message = string | (Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string })

/** A number that is written with this many decimals, as those next to it are: "2.0 (1.5 to 2.5)". */
export interface Decimal {
  readonly number: number
  readonly decimals: number
}

/** A day in ISO 8601, or a month or year, which is written as the language does. */
interface Day {
  readonly day: string
}

export type Values = Readonly<Record<string, string | number | Decimal | Day>>

const writeNumber = (language: string, value: number | Decimal): string => {
  const text =
    typeof value === "number"
      ? numberFormat(language).format(value)
      : decimalFormat(language, value.decimals).format(value.number)
  return text.replace("-", "−")
}

const textOf = (language: string, value: Values[string]): string => {
  if (typeof value === "string") return value
  return typeof value === "object" && "day" in value ? writeDay(language, value.day) : writeNumber(language, value)
}

/** Returns the plural form for a number as it is written: "2.0" has another one than "2" in some languages. */
const formOf = (language: string, n: Values[string]): Intl.LDMLPluralRule => {
  const { number, decimals } = typeof n === "object" && "number" in n ? n : { number: Number(n), decimals: 0 }
  return pluralRules(language, decimals).select(number)
}

/**
 * Fills in a message's placeholders.
 *
 * Numbers and days are formatted for `language`, negative numbers with a minus sign. Spaces and hyphens where a line must not end are no-break ones. The value `n` selects the plural form. A placeholder without a value stays.
 */
export const fillMessage = (language: string, message: Message, values: Values = {}): string => {
  const form = typeof message === "string" ? message : (message[formOf(language, values["n"] ?? 0)] ?? message.other)
  const filled = form.replace(/\{(\w+)\}(\.?)/g, (placeholder, name: string, stop: string) => {
    const value = values[name]
    if (value === undefined) return placeholder
    const text = textOf(language, value)
    // A day that ends in an abbreviation ends the sentence as well: "30 нояб. 2026 г."
    return text.endsWith(".") ? text : `${text}${stop}`
  })
  return keepTogether(filled, language)
}
