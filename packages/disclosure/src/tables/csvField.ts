import { safeLabel } from "./safeLabel.ts"

/** Returns a text as a field of CSV (RFC 4180) that no spreadsheet takes for a formula. */
export const csvField = (text: string): string => {
  const safe = safeLabel(text)
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
