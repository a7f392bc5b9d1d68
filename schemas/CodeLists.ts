/**
 * The code lists (`codelists/<name>.csv`), the only definition of codes.
 *
 * Every cell is text: Namibia's `NA` stays `NA`, and an empty cell is "".
 */
import { readdirSync, readFileSync } from "node:fs"
import { countryNameRows } from "./CountryNameList.ts"

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

const folder = new URL("./codelists/", import.meta.url)

const readFile = (name: string): ReadonlyArray<CodeRow> => rowsOf(readFileSync(new URL(`${name}.csv`, folder), "utf8"))

/** Lists that are made of files which nothing else reads. */
const derived = new Map([
  ["country-names", { files: ["country-official-names", "country-aliases"], make: countryNameRows }]
])

/** Returns the names of the lists that the program reads. */
export const codeListNames = (): ReadonlyArray<string> => {
  const parts = [...derived.values()].flatMap(({ files }) => files)
  const files = readdirSync(folder).flatMap((file) => (file.endsWith(".csv") ? [file.slice(0, -".csv".length)] : []))
  return [...files.filter((name) => !parts.includes(name)), ...derived.keys()]
}

/**
 * Returns the rows of `schemas/codelists/<name>.csv` in the file's order, or of a derived list. Each list is read once per process.
 *
 * Throws if `name` is not a list name, the list does not exist, or a row has a wrong number of cells. The lists are part of the program, so
 * that is a defect.
 */
export const readCodeList = (name: string): ReadonlyArray<CodeRow> => {
  const known = read.get(name)
  if (known !== undefined) return known
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new Error("The name of a code list has lower-case words joined by hyphens.")
  const list = derived.get(name)
  const found = list === undefined ? readFile(name) : list.make(...list.files.map(readFile))
  const rows: ReadonlyArray<CodeRow> = Object.freeze(found.map((row) => Object.freeze(row)))
  read.set(name, rows)
  return rows
}

/** Returns the codes of a list, in the file's order. */
export const codesOf = (name: string): ReadonlyArray<string> => readCodeList(name).map((row) => row["code"] as string)
