/**
 * The code lists: `codelists/<name>.csv`, the only place where a list of codes is written.
 *
 * Every cell is text and nothing is read as missing: Namibia's `NA` stays `NA`, an empty cell stays "".
 */
import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"

/** One row by column name, in the order of the file's columns. */
export type CodeRow = Readonly<Record<string, string>>

const read = new Map<string, ReadonlyArray<CodeRow>>()

/**
 * The rows of `schemas/codelists/<name>.csv` in the file's order. The file is read once for the life of the process.
 *
 * Throws when `name` is not a bare list name, the list is not there, or a row has another number of cells than the header:
 * the lists are part of the program, so that is a defect and not an error to recover from.
 */
export const readCodeList = (name: string): ReadonlyArray<CodeRow> => {
  const known = read.get(name)
  if (known !== undefined) return known
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new Error("a code list's name is lower case words joined by hyphens")
  const file = new URL(`./codelists/${name}.csv`, import.meta.url)
  const rows: ReadonlyArray<CodeRow> = Object.freeze(
    (parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true }) as Array<CodeRow>).map((row) =>
      Object.freeze({ ...row })
    )
  )
  read.set(name, rows)
  return rows
}

/** The codes of a list, in the file's order. */
export const codesOf = (name: string): ReadonlyArray<string> => readCodeList(name).map((row) => row["code"] as string)
