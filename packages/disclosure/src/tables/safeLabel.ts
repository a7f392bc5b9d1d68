/**
 * Returns a label that no spreadsheet takes for a formula: an apostrophe precedes one that would be (OWASP, "CSV
 * Injection"). Signed numbers are numbers. Applying it twice changes nothing more.
 */
export const safeLabel = (label: string): string =>
  /^[=@\t\r\n]/.test(label) || (/^[+-]./.test(label) && !/^[+-][\d.,]+$/.test(label)) ? `'${label}` : label
