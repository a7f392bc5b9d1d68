/** First characters of a formula in spreadsheets (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/

/** Returns a label as a CSV field (RFC 4180). A label that a spreadsheet would run as a formula gets an apostrophe in front. */
export const csvField = (text: string): string => {
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
