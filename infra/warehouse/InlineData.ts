/**
 * Separates an INSERT from its data, and decides how the data reaches the embedded engine.
 *
 * **Risk:** with `FORMAT`, the engine takes an empty line as the end of the data and runs what follows as SQL. Two consecutive line breaks
 * occur as an empty line in CSV and TSV, and anywhere in binary formats (the 16-bit number 2570 consists of two). Such data is passed in a
 * file.
 */
import { sqlString } from "../../ports/sqlString.ts"
import { type SqlWord, sqlWords } from "./SqlText.ts"

const nothing = Buffer.alloc(0)

const endsInFormat = (words: ReadonlyArray<SqlWord>) => words[0]?.text === "INSERT" && words.at(-2)?.text === "FORMAT"

/** Splits a text into the statement and its data. Works on bytes, because the data may be binary. */
export const cutInlineData = (text: Buffer): readonly [sql: string, data: Buffer] => {
  const words = sqlWords(text.toString("latin1"))
  if (!endsInFormat(words)) return [text.toString("utf8"), nothing]
  const end = words.at(-1)?.end ?? text.length
  let from = end
  while (text[from] === 0x20 || text[from] === 0x09 || text[from] === 0x0d) from++
  if (text[from] === 0x0a) from++
  return [text.subarray(0, end).toString("utf8"), text.subarray(from)]
}

/** Returns true if the statement ends where an INSERT's data begins. */
export const awaitsData = (sql: string): boolean => {
  const words = sqlWords(sql)
  const isInsert = endsInFormat(words) || (words[0]?.text === "INSERT" && words.at(-1)?.text === "VALUES")
  return isInsert && sql.slice(words.at(-1)?.end).trim() === ""
}

const lineBreak = 0x0a

/**
 * Returns true if the engine would run a part of the data as a statement. A line break at the start counts, because the engine adds another
 * before it. Data after VALUES is safe, because its parser recognises the end.
 */
export const needsFile = (sql: string, data: Buffer): boolean =>
  (data[0] === lineBreak || data.includes("\n\n")) && endsInFormat(sqlWords(sql))

/** Rewrites `INSERT INTO t (a) SETTINGS x = 1 FORMAT F` so that it reads the data from `file`. */
export const insertFromFile = (sql: string, file: string): string => {
  const words = sqlWords(sql)
  if (!endsInFormat(words)) throw new Error("only an INSERT with FORMAT reads a file")
  const format = words.at(-2) as SqlWord
  // Skip the words INSERT INTO t, so that a table named `settings` is not taken for the clause.
  const settings = words.find(
    ({ text }, i) => text === "SETTINGS" && i > 3 && !".,(".includes(words[i - 1]?.text || " ")
  )
  const at = (settings ?? format).start
  return `${sql.slice(0, at)} FROM INFILE ${sqlString(file)} COMPRESSION 'none' ${sql.slice(at, words.at(-1)?.end)}`
}
