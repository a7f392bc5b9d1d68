/**
 * What can be told of a statement without the engine: its words outside quotes and comments.
 *
 * Only for questions with a plain lexical answer: is there a statement at all, more than one, does it write a file,
 * does it have a result, where does inline data begin.
 */
export interface SqlWord {
  /** Upper case for a bare word, the character itself for punctuation, "" for a quoted text. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** End of the quoted text that begins at `start`: a backslash escapes, a doubled quote is one quote. */
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

/** End of what is no word at `i`: white space, a comment; `i` itself when a word begins there. */
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

/** Where an INSERT's inline data begins; the text after it is no SQL. */
const dataBegins = (words: ReadonlyArray<SqlWord>): boolean => {
  if (words[0]?.text !== "INSERT") return false
  const last = words.at(-1)?.text
  return last === "VALUES" || words.at(-2)?.text === "FORMAT"
}

/** The words of the text, up to an INSERT's inline data. */
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

/** True for a text of comments and blanks alone: the engine would answer it with what an earlier statement left behind. */
export const isEmptyStatement = (words: ReadonlyArray<SqlWord>): boolean => words.every(({ text }) => text === ";")

export const isSeveralStatements = (words: ReadonlyArray<SqlWord>): boolean => {
  const first = words.findIndex(({ text }) => text === ";")
  return first >= 0 && words.slice(first).some(({ text }) => text !== ";")
}

/** INTO OUTFILE and FROM INFILE touch files of this machine; a session that may only read does not stop the first. */
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

export const hasResult = (words: ReadonlyArray<SqlWord>): boolean => withResult.has(words[0]?.text ?? "")

/** The output format that the statement itself names. */
export const formatOf = (sql: string, words: ReadonlyArray<SqlWord>): string | undefined => {
  const at = words.findLastIndex(({ text }) => text === "FORMAT")
  const name = at < 0 ? undefined : words[at + 1]
  return name === undefined || !word.test(name.text) ? undefined : sql.slice(name.start, name.end)
}
