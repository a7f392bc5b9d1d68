/**
 * The code lists (`codelists/<name>.csv`), the only definition of codes.
 *
 * Every cell is text: Namibia's `NA` stays `NA`, and an empty cell is "".
 */
import { readFileSync } from "node:fs"

/** One row by column name, in the order of the file's columns. */
export type CodeRow = Readonly<Record<string, string>>

const read = new Map<string, ReadonlyArray<CodeRow>>()

/** No cell has a line break. A parser of CSV takes a tenth of a second for the lines with quotes whenever a command starts. */
const cellsOf = (line: string): ReadonlyArray<string> =>
  line.includes('"')
    ? Array.from(
        line.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^,"]*))(?=,|$)/g),
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ""
      )
    : line.split(",")

const rowsOf = (text: string): ReadonlyArray<CodeRow> => {
  const [names = [], ...rows] = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(cellsOf)
  if (rows.some((cells) => cells.length !== names.length)) throw new Error("A row has a wrong number of cells.")
  return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] as string])))
}

/**
 * Returns the rows of `schemas/codelists/<name>.csv` in the file's order. Each file is read once per process.
 *
 * Throws if `name` is not a list name, the list does not exist, or a row has a wrong number of cells. The lists are part of the program, so
 * that is a defect.
 */
export const readCodeList = (name: string): ReadonlyArray<CodeRow> => {
  const known = read.get(name)
  if (known !== undefined) return known
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new Error("The name of a code list has lower-case words joined by hyphens.")
  const file = new URL(`./codelists/${name}.csv`, import.meta.url)
  const rows: ReadonlyArray<CodeRow> = Object.freeze(
    rowsOf(readFileSync(file, "utf8")).map((row) => Object.freeze(row))
  )
  read.set(name, rows)
  return rows
}

/** Returns the codes of a list, in the file's order. */
export const codesOf = (name: string): ReadonlyArray<string> => readCodeList(name).map((row) => row["code"] as string)
