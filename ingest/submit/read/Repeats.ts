/**
 * Repeated groups of surveys: a separate table, whose rows name the row of the submission that they belong to. ODK Central exports a CSV table
 * for each repeat (`PARENT_KEY` is the submission's `KEY`), KoboToolbox a sheet (`_parent_index` is its `_index`). The legs of a route, or several
 * forms of exploitation, become columns of the submission.
 */
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { ownTarget } from "../columns/OwnColumns.ts"
import type { FileRow, RowPlace, TableRow } from "./FileRow.ts"
import type { Header } from "./FindHeader.ts"

/** A column of a repeat, and the submissions' column whose values it has. */
const keys: ReadonlyArray<readonly [child: string, parent: string]> = [
  ["PARENT_KEY", "KEY"],
  ["_parent_index", "_index"],
  ["_submission__id", "_id"],
  ["_submission__uuid", "_uuid"]
]

interface Link {
  readonly child: number
  readonly parent: number
}

/** Returns whether a row is the header of a repeat: its columns are those of a tool, whatever its rows say. */
export const isRepeatHeader = (cells: ReadonlyArray<string>): boolean => keys.some(([child]) => cells.includes(child))

const isChild = ({ names }: Header) => isRepeatHeader(names)

/** Returns the positions of the columns that join a repeat to its submissions; undefined if the tables have none. */
export const linkOf = (child: Header, parent: Header): Link | undefined => {
  if (isChild(parent)) return undefined
  for (const [from, to] of keys) {
    const link = { child: child.names.indexOf(from), parent: parent.names.indexOf(to) }
    if (link.child >= 0 && link.parent >= 0) return link
  }
  return undefined
}

/** Returns true for columns of the tools themselves. */
const isTechnical = (name: string) => name === "" || name === "KEY" || name === "PARENT_KEY" || name.startsWith("_")

/** Maximum number of items of a record's list. */
const mostItems = 32

/** How the column of a repeat is named as a column of the submissions, for its n-th item. */
type ItemColumn = (n: number) => string

/** Items of a record's list have a column each: `leg2.country`, `hte_Country_2`. Other columns have the values of all items. */
export const itemColumn = (name: string): { readonly isItem: boolean; readonly of: ItemColumn } => {
  const own = name.split(/[/-]/).at(-1) as string
  if (/^hte_/i.test(own)) return { isItem: true, of: (n) => `${own}_${n}` }
  const isItem = recordKinds.some((kind) => ownTarget(kind, `leg1.${own}`) !== undefined)
  return { isItem, of: isItem ? (n) => `leg${n}.${own}` : () => name }
}

export interface Repeat {
  readonly sheet: string
  readonly header: Header
  readonly link: Link
  readonly rows: ReadonlyArray<TableRow>
}

interface Submissions {
  readonly header: Header
  readonly rows: () => AsyncGenerator<ReadonlyArray<TableRow>>
}

interface JoinedSubmissions {
  readonly header: Header
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
  readonly placeOf: (row: number) => RowPlace | undefined
}

/** Returns a repeat's columns that are answers, and its rows by the key of their submission. */
const grouped = (repeat: Repeat) => ({
  repeat,
  columns: repeat.header.names.flatMap((name, i) => (isTechnical(name) ? [] : [{ i, ...itemColumn(name) }])),
  items: Map.groupBy(repeat.rows, ({ cells }) => cells[repeat.link.child]?.trim() ?? "")
})

type Grouped = ReturnType<typeof grouped>

/** Returns the names of a repeat's columns among those of the submissions. */
const namesOf = ({ columns, items }: Grouped): ReadonlyArray<string> => {
  const most = Math.min(mostItems, Math.max(1, ...[...items.values()].map(({ length }) => length)))
  const numbers = Array.from({ length: most }, (_, i) => i + 1)
  return columns.flatMap(({ isItem, of }) => (isItem ? numbers.map(of) : [of(1)]))
}

/** Adds the cells of a submission's items to its cells. */
const addCells = (cells: Map<string, string>, columns: Grouped["columns"], items: ReadonlyArray<TableRow>) => {
  for (const { i, isItem, of } of columns)
    for (const [n, item] of items.entries()) {
      const cell = item.cells[i]?.trim() ?? ""
      const name = of(n + 1)
      const known = cells.get(name)
      if (isItem || known === undefined) cells.set(name, cell)
      // Several answers to one question.
      else if (cell !== "") cells.set(name, known === "" ? cell : `${known};${cell}`)
    }
}

/**
 * Returns the submissions with the columns of their repeats. A submission with more items than a record may have, and an item without a submission,
 * are broken rows: nothing is dropped silently.
 */
export const joinRepeats = (submissions: Submissions, repeats: ReadonlyArray<Repeat>): JoinedSubmissions => {
  const groups = repeats.map(grouped)
  const added = [...new Set(groups.flatMap(namesOf))]
  const { header } = submissions
  const names = [...header.names, ...added]
  const orphans = new Map<number, RowPlace>()
  return {
    header: { ...header, names, known: header.known + added.length },
    placeOf: (row) => orphans.get(row),
    rows: async function* () {
      let last = header.row
      const met = groups.map(() => new Set<string>())
      for await (const batch of submissions.rows())
        yield batch.map((row): FileRow => {
          last = row.row
          if (row.row < header.row) return row
          if (row.row === header.row) return { ...row, cells: names }
          const cells = header.names.map((_, i) => row.cells[i] ?? "")
          const values = new Map<string, string>()
          for (const [g, { repeat, columns, items }] of groups.entries()) {
            const key = row.cells[repeat.link.parent]?.trim() ?? ""
            met[g]?.add(key)
            const own = key === "" ? [] : (items.get(key) ?? [])
            if (own.length > mostItems) return { row: row.row, broken: "items-too-many" }
            addCells(values, columns, own)
          }
          return { ...row, cells: [...cells, ...added.map((name) => values.get(name) ?? "")] }
        })
      for (const [g, { repeat, items }] of groups.entries())
        for (const [key, rows] of items)
          if (!met[g]?.has(key))
            yield rows.map(({ row }): FileRow => {
              orphans.set(++last, { sheet: repeat.sheet, row })
              return { row: last, broken: "repeat-without-submission" }
            })
    }
  }
}
