/**
 * A label that no spreadsheet takes for a formula: an apostrophe stands before one that would be (OWASP, "CSV Injection").
 * Numbers with a sign are numbers. The label of a label is itself.
 */
export const safeLabel = (label: string): string =>
  /^[=@\t\r\n]/.test(label) || (/^[+-]./.test(label) && !/^[+-][\d.,]+$/.test(label)) ? `'${label}` : label
