/** Finds the header row, which may follow titles and banners. */
import { wordsInOneAlphabet } from "../../keys/Lookalikes.ts"
import { ofOneKind } from "../columns/ColumnPlan.ts"
import { nameInGroup } from "../columns/OtherPersons.ts"
import { truthOf } from "../values/ParseValue.ts"
import { FileRefused } from "./FileRefused.ts"
import type { TableRow } from "./FileRow.ts"
import { maxColumns, maxRowsAbove } from "./Limits.ts"

/**
 * Returns the number of known column names, from `columns/`, with `ofOneKind` for some of them; 0 if it cannot be more than `least`, as that of a row with
 * fewer words than another row has known names.
 */
export type HeaderScore = (names: ReadonlyArray<string>, least?: number) => number

export interface Header {
  readonly row: number
  /** Trimmed, without blank names at the end. */
  readonly names: ReadonlyArray<string>
  /** Number of known names. */
  readonly known: number
}

/** Pictures next to a name: `Case number 🆔`. */
const pictures = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Variation_Selector}]/gu

/** Returns a name on one line, without invisible signs and pictures, and each word of it in one alphabet. */
export const tidyName = (cell: string): string => {
  const line = cell.replace(/[\s\p{Cf}]+/gu, " ").trim()
  return wordsInOneAlphabet(/\p{L}/u.test(line) ? line.replace(pictures, "").replace(/ {2,}/g, " ").trim() : line)
}

const tidy = (cells: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = cells.map(tidyName)
  while (names.length > 0 && names.at(-1) === "") names.pop()
  return names
}

/** A name next to which a column to tick counts as known. */
const certainName = "caseReference"

/** SurveyMonkey's second row says how a question is answered. */
const isKindOfAnswer = (name: string) => /^(?:Open-Ended )?Response$/.test(name)

const filled = (names: ReadonlyArray<string>) => names.filter((name) => name !== "").length

/**
 * Returns the names of a header in two rows, whose upper row names groups of columns: `Origin` above `Country` and `Year`. A group that only collects
 * known names, such as `About the person`, is left out. Answers below their question are columns to tick.
 */
const underGroups = (
  groups: ReadonlyArray<string>,
  names: ReadonlyArray<string>,
  score: HeaderScore
): ReadonlyArray<string> => {
  let group = ""
  return Array.from({ length: Math.max(groups.length, names.length) }, (_, i) => {
    const name = names[i] ?? ""
    group = groups[i] || group
    if (isKindOfAnswer(name)) return group
    // A column without a name of its own has none: the group on its left would count twice.
    if (name === "" && !groups[i]) return ""
    // A name that is merged over both rows is a name.
    if (name === "" || group === "" || name === groups[i]) return name || group
    const both = `${group} ${name}`
    if (score([both]) > 0) return both
    // A question above its answers.
    const ticked = `${group} [${name}]`
    if (score([certainName, ticked]) >= 2) return ticked
    return score([name]) > 0 ? nameInGroup(group, name) : both
  })
}

/** Returns the names of a header below a row that may name groups of its columns. A text in the first cell alone is a title. */
const inGroups = (groups: ReadonlyArray<string>, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  if (groups.length < 2) return names
  let group = ""
  return names.map((name, i) => {
    group = groups[i] || group
    return nameInGroup(group, name)
  })
}

/** Returns the first rows of a table, among which the header must be. */
export const firstRows = <Row extends { readonly row: number }>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  rows.slice(0, maxRowsAbove + 1)

/**
 * Returns whether a row below a header has answers: a known name that stands above one column alone, and means nothing with the text below it. Else the
 * answers would become a part of the names, which problems show.
 */
const isBelowNames = (upper: ReadonlyArray<string>, lower: ReadonlyArray<string>, score: HeaderScore): boolean =>
  upper.some((name, i) => {
    const below = lower[i] ?? ""
    // What is behind the end of the upper row belongs to its last group.
    const next = upper[i + 1] ?? (i + 1 < lower.length ? "" : undefined)
    const isAlone = next !== "" && next !== name && upper[i - 1] !== name
    if (name === "" || below === "" || below === name || isKindOfAnswer(below) || !isAlone) return false
    return score([name]) > 0 && score([below]) === 0 && score([`${name} ${below}`]) === 0
  })

const date = /^(?:\d{4}-\d{2}-\d{2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4}$)/
/** A row with a date or with yes is one of answers. `No` is also short for a number. */
const isAnswer = (cell: string): boolean => date.test(cell) || (!/^\d/.test(cell) && truthOf(cell) === true)

/**
 * Returns the first row with the most known names. If no name is known, returns the first row with two cells, or the first row. Returns
 * undefined without rows.
 */
export const findHeader = (rows: ReadonlyArray<TableRow>, score: HeaderScore): Header | undefined => {
  let highest = 0
  const single = firstRows(rows)
    .map(({ row, cells }) => ({ row, names: tidy(cells) }))
    .filter(({ names }) => names.length > 0)
    .map((candidate) => {
      const known = score(candidate.names, highest)
      highest = Math.max(highest, known)
      return { ...candidate, known }
    })
  // Two rows cannot be better than one in which all columns are known, and are of one kind of record.
  const most = Math.max(0, ...single.map(({ names }) => names.length))
  const isComplete = single.some(({ known }) => known > most + (most - 0.5) * ofOneKind)
  const double = (isComplete ? [] : single).flatMap((upper, i) => {
    const lower = single[i + 1]
    if (lower === undefined || lower.row !== upper.row + 1 || lower.names.some(isAnswer) || upper.names.some(isAnswer))
      return []
    if (isBelowNames(upper.names, lower.names, score)) return []
    const names = underGroups(upper.names, lower.names, score)
    return [{ row: lower.row, names, known: score(names) }]
  })
  // One row is enough unless the names of two are better known.
  const candidates = [...single, ...double]
  const best = candidates.reduce<Header | undefined>(
    (found, candidate) => (found === undefined || candidate.known > found.known ? candidate : found),
    undefined
  )
  const header = best !== undefined && best.known === 0 ? (single.find(({ names }) => filled(names) > 1) ?? best) : best
  if (header !== undefined && header.names.length > maxColumns) throw new FileRefused("columns-too-many", header.row)
  const above = single.find(({ row }) => row + 1 === header?.row)
  const isOneRow = single.some((one) => one === header)
  return header !== undefined && above !== undefined && isOneRow
    ? { ...header, names: inGroups(above.names, header.names) }
    : header
}
