/** First characters of a formula in spreadsheets (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/

/** Returns a label with an apostrophe in front if a spreadsheet would run it as a formula. */
export const csvText = (text: string): string => (formula.test(text) ? `'${text}` : text)

/** Returns a label as a CSV field (RFC 4180), safe against formulas. */
export const csvField = (text: string): string => {
  const safe = csvText(text)
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
