/**
 * Returns the first language of an Accept-Language header that is available, or else the first available one.
 *
 * Compares two-letter codes only and ignores quality values.
 */
export const negotiateLanguage = <Language extends string>(
  acceptLanguage: string | undefined,
  available: readonly [Language, ...ReadonlyArray<Language>]
): Language =>
  (acceptLanguage ?? "")
    .split(",")
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((code): code is Language => available.includes(code as Language)) ?? available[0]
