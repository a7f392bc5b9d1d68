/** Compares a table in one format with the cells of the release, cell by cell. */

import { safeLabel } from "@corridor/disclosure/tables/safeLabel"
import { boundsShown } from "../../release/history/Bounds.ts"
import type { ReleaseCell } from "../../release/history/ReleaseCell.ts"
import type { Format } from "../metadata/formats.ts"
import type { Row, TableFile } from "./readTableFile.ts"

/** What a file should contain. */
interface ExpectedTable {
  readonly release: number
  readonly invented: boolean
  readonly dimensions: ReadonlyArray<string>
  readonly figure: string
  readonly cells: ReadonlyArray<ReleaseCell>
}

/** Returns a cell as text: labels, state, figure and bounds. Text and number of the same value are equal. */
const textOf = (values: ReadonlyArray<string | number | boolean | null | undefined>): string =>
  JSON.stringify(values.map((value) => (value === null || value === undefined ? null : String(value))))

const expectedText = (format: Format, { release, invented }: ExpectedTable, { labels, shown, bounds }: ReleaseCell) => {
  const isPublished = shown.state === "published"
  const own = format === "csv" ? labels.map(safeLabel) : labels
  const figures = [isPublished ? shown.victims : null, ...(isPublished ? [null, null] : boundsShown(bounds))]
  // JSON has the time of the earlier release in place of its number, and facts about the release once.
  const rest =
    format === "json" ? [isPublished && shown.asOf !== release] : [isPublished ? shown.asOf : null, release, invented]
  return textOf([...own, shown.state, ...figures, ...rest])
}

const foundText = (format: Format, { dimensions, figure }: ExpectedTable, row: Row) =>
  textOf([
    ...dimensions.map((name) => row[name]),
    row["state"],
    row[figure],
    row["low"],
    row["high"],
    ...(format === "json"
      ? [row["asOf"] !== undefined && row["asOf"] !== null]
      : [row["as_of"], row["release"], row["invented"]])
  ])

/** Returns how many facts about the table are missing, different or extra in a file. */
export const compareFacts = (expected: ReadonlyMap<string, string>, facts: TableFile["facts"]): number =>
  facts === undefined
    ? 0
    : [...new Set([...expected.keys(), ...facts.keys()])].filter((name) => facts.get(name) !== expected.get(name))
        .length

/** Returns how many cells of the release are missing or different in a file, and how many are extra. */
export const compareTable = (
  format: Format,
  expected: ExpectedTable,
  rows: ReadonlyArray<Row>
): { readonly missing: number; readonly strange: number } => {
  const left = new Map<string, number>()
  for (const cell of expected.cells) {
    const text = expectedText(format, expected, cell)
    left.set(text, (left.get(text) ?? 0) + 1)
  }
  const known = new Set([
    ...expected.dimensions,
    "state",
    expected.figure,
    "low",
    "high",
    "asOf",
    "as_of",
    "release",
    "invented"
  ])
  let strange = 0
  for (const row of rows) {
    const text = foundText(format, expected, row)
    const count = left.get(text) ?? 0
    if (count === 0 || Object.keys(row).some((name) => !known.has(name))) strange++
    else left.set(text, count - 1)
  }
  return { missing: [...left.values()].reduce((sum, count) => sum + count, 0), strange }
}
