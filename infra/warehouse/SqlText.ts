/**
 * Splits a statement into words, without the engine. Comments are skipped, and the content of quoted texts is left out.
 *
 * Use it only for questions with a lexical answer: whether the text has a statement, has several, accesses files or has a result, and where
 * its inline data begins.
 */
export interface SqlWord {
  /** A bare word in upper case, a punctuation character, or "" for a quoted text. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Returns the end of the quoted text at `start`. A backslash escapes; a doubled quote is one quote character. */
const quotedEnd = (sql: string, start: number): number => {
  const quote = sql[start]
  for (let i = start + 1; i < sql.length; i++) {
    if (sql[i] === "\\") i++
    else if (sql[i] === quote && sql[i + 1] === quote) i++
    else if (sql[i] === quote) return i + 1
  }
  return sql.length
}

const after = (sql: string, mark: string, from: number) => {
  const found = sql.indexOf(mark, from)
  return found < 0 ? sql.length : found + mark.length
}

const word = /[A-Za-z0-9_]/
const heredoc = /\$[A-Za-z0-9_]*\$/y

/** Returns the end of the white space or comment at `i`, or `i` if a word begins there. */
const blankEnd = (sql: string, i: number): number => {
  if (/\s/.test(sql[i] as string)) return i + 1
  if (sql.startsWith("--", i) || sql.startsWith("#!", i) || sql.startsWith("# ", i)) return after(sql, "\n", i)
  if (sql.startsWith("/*", i)) return after(sql, "*/", i + 2)
  return i
}

const wordAt = (sql: string, start: number): SqlWord => {
  const first = sql[start] as string
  if (first === "'" || first === '"' || first === "`") return { text: "", start, end: quotedEnd(sql, start) }
  heredoc.lastIndex = start
  const tag = first === "$" ? heredoc.exec(sql)?.[0] : undefined
  if (tag !== undefined) return { text: "", start, end: after(sql, tag, start + tag.length) }
  let end = start + 1
  if (word.test(first)) while (end < sql.length && word.test(sql[end] as string)) end++
  return { text: sql.slice(start, end).toUpperCase(), start, end }
}

/** Returns true if the inline data of an INSERT begins after these words. The data is not SQL. */
const dataBegins = (words: ReadonlyArray<SqlWord>): boolean => {
  if (words[0]?.text !== "INSERT") return false
  const last = words.at(-1)?.text
  return last === "VALUES" || words.at(-2)?.text === "FORMAT"
}

/** Returns the words of the text, up to the inline data of an INSERT. */
export const sqlWords = (sql: string): ReadonlyArray<SqlWord> => {
  const words: Array<SqlWord> = []
  for (let i = 0; i < sql.length; ) {
    const blank = blankEnd(sql, i)
    if (blank > i) {
      i = blank
      continue
    }
    const found = wordAt(sql, i)
    words.push(found)
    if (dataBegins(words)) break
    i = found.end
  }
  return words
}

/** Returns true if the text has comments and blanks only. The engine would answer it with the result of an earlier statement. */
export const isEmptyStatement = (words: ReadonlyArray<SqlWord>): boolean => words.every(({ text }) => text === ";")

/** Returns whether a text has more than one statement. */
export const isSeveralStatements = (words: ReadonlyArray<SqlWord>): boolean => {
  const first = words.findIndex(({ text }) => text === ";")
  return first >= 0 && words.slice(first).some(({ text }) => text !== ";")
}

/** Returns true for INTO OUTFILE and FROM INFILE, which access files of this machine. `readonly` does not prevent INTO OUTFILE. */
export const touchesFiles = (words: ReadonlyArray<SqlWord>): boolean =>
  words.some(({ text }) => text === "OUTFILE" || text === "INFILE")

const withResult = new Set([
  "SELECT",
  "WITH",
  "SHOW",
  "DESCRIBE",
  "DESC",
  "EXPLAIN",
  "EXISTS",
  "CHECK",
  "VALUES",
  "FROM",
  "("
])

/** Returns whether a statement returns rows, by its first word. */
export const hasResult = (words: ReadonlyArray<SqlWord>): boolean => withResult.has(words[0]?.text ?? "")

/** Returns the output format that the statement names. */
export const formatOf = (sql: string, words: ReadonlyArray<SqlWord>): string | undefined => {
  const at = words.findLastIndex(({ text }) => text === "FORMAT")
  const name = at < 0 ? undefined : words[at + 1]
  return name === undefined || !word.test(name.text) ? undefined : sql.slice(name.start, name.end)
}
