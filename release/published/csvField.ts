/** What a spreadsheet takes for a formula (OWASP, CSV injection). */
const formula = /^[=+\-@\t\r]/

/** A label as a field of CSV (RFC 4180). One that a spreadsheet would run as a formula gets an apostrophe before it and stays text. */
export const csvField = (text: string): string => {
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
