/**
 * Returns a label that no spreadsheet takes for a formula: an apostrophe precedes one that would be (OWASP, "CSV
 * Injection"). Signed numbers are numbers. Applying it twice changes nothing more.
 */
export const safeLabel = (label: string): string =>
  /^[=@\t\r\n]/.test(label) || (/^[+-]./.test(label) && !/^[+-][\d.,]+$/.test(label)) ? `'${label}` : label

const around = /^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/gu

/** Returns a label as it was meant: without spaces around it, accents composed. Two labels that look alike become equal. */
export const readLabel = (text: string): string => safeLabel(text.normalize("NFC").replace(around, ""))
