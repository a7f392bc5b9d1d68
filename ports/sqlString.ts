const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "'": "\\'", "\t": "\\t", "\n": "\\n", "\r": "\\r" }

/** Escapes a text as ClickHouse reads it in a literal and in TSV. */
export const escapeText = (text: string): string => text.replace(/[\\'\t\n\r]/g, (char) => escapes[char] as string)

/** Returns the text as a literal of ClickHouse's SQL. */
export const sqlString = (text: string): string => `'${escapeText(text)}'`
