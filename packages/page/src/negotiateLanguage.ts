import { weightOf } from "./weightOf.ts"

/**
 * Returns the available language that an Accept-Language header prefers, or else the first available one. Compares languages without regions
 * and scripts: "uk-UA" is "uk".
 */
export const negotiateLanguage = <Language extends string>(
  acceptLanguage: string | undefined,
  available: readonly [Language, ...ReadonlyArray<Language>]
): Language =>
  (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.split(";")
      return { code: range.trim().toLowerCase().split("-")[0], weight: weightOf(parameters) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ code }) => code)
    .find((code): code is Language => available.includes(code as Language)) ?? available[0]
