/**
 * An INSERT and its data, told apart, and the way that data takes into the embedded engine.
 *
 * The engine looks for a second statement behind data that is given with `FORMAT`, and takes a blank line for the end of
 * the data: what follows two line breaks is **run as SQL**. Two such bytes stand in CSV and TSV as a blank line, and in
 * binary formats anywhere (the number 2570 is two of them). Such data goes by way of a file.
 */
import { type SqlWord, sqlWords } from "./SqlText.ts"

const nothing = Buffer.alloc(0)

const endsInFormat = (words: ReadonlyArray<SqlWord>) => words[0]?.text === "INSERT" && words.at(-2)?.text === "FORMAT"

/** A statement and its data from a text that holds both; data may be binary, so the cut is made by bytes. */
export const cutInlineData = (text: Buffer): readonly [sql: string, data: Buffer] => {
  const words = sqlWords(text.toString("latin1"))
  if (!endsInFormat(words)) return [text.toString("utf8"), nothing]
  const end = words.at(-1)?.end ?? text.length
  let from = end
  while (text[from] === 0x20 || text[from] === 0x09 || text[from] === 0x0d) from++
  if (text[from] === 0x0a) from++
  return [text.subarray(0, end).toString("utf8"), text.subarray(from)]
}

/** True when the statement ends where an INSERT's data begins. */
export const awaitsData = (sql: string): boolean => {
  const words = sqlWords(sql)
  const isInsert = endsInFormat(words) || (words[0]?.text === "INSERT" && words.at(-1)?.text === "VALUES")
  return isInsert && sql.slice(words.at(-1)?.end).trim() === ""
}

const lineBreak = 0x0a

/**
 * Whether the engine would take a part of the data for a statement. A break at the start meets the one that the engine
 * adds. What follows VALUES is read by another parser, which knows where it ends.
 */
export const needsFile = (sql: string, data: Buffer): boolean =>
  (data[0] === lineBreak || data.includes("\n\n")) && endsInFormat(sqlWords(sql))

/** `INSERT INTO t (a) SETTINGS x = 1 FORMAT F` as the same statement that reads its data from `file`. */
export const insertFromFile = (sql: string, file: string): string => {
  const words = sqlWords(sql)
  if (!endsInFormat(words)) throw new Error("only an INSERT with FORMAT reads a file")
  const format = words.at(-2) as SqlWord
  // INSERT INTO t comes first, so a table of that name is not taken for the clause.
  const settings = words.find(
    ({ text }, i) => text === "SETTINGS" && i > 3 && !".,(".includes(words[i - 1]?.text || " ")
  )
  const at = (settings ?? format).start
  const quoted = `'${file.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
  return `${sql.slice(0, at)} FROM INFILE ${quoted} COMPRESSION 'none' ${sql.slice(at, words.at(-1)?.end)}`
}
