/**
 * Repeated groups of surveys: a separate table, whose rows name the row of the submission that they belong to. ODK Central exports a CSV table
 * for each repeat (`PARENT_KEY` is the submission's `KEY`), KoboToolbox a sheet (`_parent_index` is its `_index`). The legs of a route, or several
 * forms of exploitation, become columns of the submission.
 */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { namesInRepeat } from "../columns/OtherPersons.ts"
import { ownTarget } from "../columns/OwnColumns.ts"
import { isLegTime } from "../columns/RouteColumns.ts"
import type { FileRow, RowPlace, TableRow } from "./FileRow.ts"
import type { Header } from "./FindHeader.ts"

/** A column of a repeat, and the column of the row that it is inside: of a submission, or of another repeat. */
const parentKeys: ReadonlyArray<readonly [child: string, parent: string]> = [
  ["PARENT_KEY", "KEY"],
  ["_parent_index", "_index"]
]
/** A column of a repeat, and the submissions' column whose values it has. */
const keys: ReadonlyArray<readonly [child: string, parent: string]> = [
  ["_submission__id", "_id"],
  ["_submission__uuid", "_uuid"],
  ...parentKeys
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
const maxItems = 32

/** How the column of a repeat is named as a column of the submissions, for its n-th item. */
type ItemColumn = (n: number) => string

/** `leg_country`: the word for an item of a route before the name of its field. */
const itemWord = /^(?:leg|stop|place|point|step|route|journey|trip)[\s_]+(?=\p{L})/iu

/** Returns the fields of a route's places that a column of a repeat may be, by the schema's names. */
const fieldsOfPlace = (name: string): ReadonlyArray<string> =>
  recordKinds.flatMap((kind) => ownTarget(kind, `leg1.${name}`)?.field.name ?? [])

/**
 * Returns how the columns of a repeat are named for each of its items. Items of a record's list have a column each: `leg2.country`, `hte_Country_2`, and next to a
 * country also `leg2.date`. Other columns have the values of all items.
 */
export const itemColumns = (names: ReadonlyArray<string>) => {
  const ownOf = (name: string) => name.split(/[/-]/).at(-1) as string
  const fieldOf = (name: string) => ownOf(name).replace(itemWord, "")
  const hasCountry = names.some((name) => fieldsOfPlace(fieldOf(name)).includes("country"))
  return (name: string): { readonly isItem: boolean; readonly of: ItemColumn } => {
    const [own, field] = [ownOf(name), fieldOf(name)]
    if (/^hte_/i.test(own)) return { isItem: true, of: (n) => `${own}_${n}` }
    const isItem = fieldsOfPlace(field).length > 0 || (hasCountry && isLegTime(field))
    return { isItem, of: isItem ? (n) => `leg${n}.${field}` : () => name }
  }
}

export interface Repeat {
  readonly sheet: string
  readonly header: Header
  readonly link: Link
  readonly rows: ReadonlyArray<TableRow>
  /** The row of another repeat that a row of this one is inside, by the number of the row. */
  readonly inside?: ReadonlyMap<number, TableRow>
}

/** Maximum length of a sheet's name in Excel. */
const longestSheetName = 31

/** Returns the table that contains a row of KoboToolbox; undefined if the rows of a repeat do not say so. */
const tableOf = ({ header }: Repeat, row: TableRow): string | undefined =>
  header.names.includes("_parent_table_name")
    ? (row.cells[header.names.indexOf("_parent_table_name")]?.trim().slice(0, longestSheetName) ?? "")
    : undefined

/** Returns the row of another repeat that each row of a repeat is inside: by its key (ODK Central), or by its sheet and index (KoboToolbox). */
const parentsOf = (repeat: Repeat, repeats: ReadonlyArray<Repeat>): ReadonlyMap<number, TableRow> => {
  const [child, own] = parentKeys.find(([name]) => repeat.header.names.includes(name)) ?? []
  if (child === undefined || own === undefined) return new Map()
  const from = repeat.header.names.indexOf(child)
  const known = repeats
    .filter((other) => other !== repeat)
    .map((other) => {
      const at = other.header.names.indexOf(own)
      return { sheet: other.sheet, rows: new Map(at < 0 ? [] : other.rows.map((row) => [row.cells[at]?.trim(), row])) }
    })
  return new Map(
    repeat.rows.flatMap((row) => {
      const name = tableOf(repeat, row)
      if (own !== "KEY" && name === undefined) return []
      const parent = known
        .filter(({ sheet }) => name === undefined || sheet === name)
        .flatMap(({ rows }) => rows.get(row.cells[from]?.trim()) ?? [])[0]
      return parent === undefined ? [] : [[row.row, parent] as const]
    })
  )
}

/** Returns the names of the tables that rows refer to as their parent but that no sheet has. */
const missingTables = (repeats: ReadonlyArray<Repeat>, submissions: string): ReadonlySet<string> => {
  const sheets = new Set([submissions, ...repeats.map(({ sheet }) => sheet)])
  const named = repeats.flatMap((repeat) => repeat.rows.map((row) => tableOf(repeat, row) ?? submissions))
  return new Set(named.filter((name) => !sheets.has(name)))
}

/** A key that no submission has. */
const noKey = "\0"

/**
 * Returns the repeats with the key of the submission in each row, also in those inside another repeat, whose rows name a row of that one. If the
 * sheet that they name is missing, or has another name now, there is no key: the number of a row may be that of another submission.
 */
export const withKeysOfSubmissions = (repeats: ReadonlyArray<Repeat>, submissions: string): ReadonlyArray<Repeat> => {
  const missing = missingTables(repeats, submissions)
  const parents = new Map(repeats.map((repeat) => [repeat, parentsOf(repeat, repeats)]))
  const repeatOf = new Map(repeats.flatMap((repeat) => repeat.rows.map((row) => [row, repeat] as const)))
  const keyOf = (repeat: Repeat, row: TableRow, depth: number): string => {
    const parent = parents.get(repeat)?.get(row.row)
    const outer = parent === undefined ? undefined : repeatOf.get(parent)
    if (missing.has(tableOf(repeat, row) ?? submissions)) return noKey
    return parent === undefined || outer === undefined || depth === 0
      ? (row.cells[repeat.link.child]?.trim() ?? "")
      : keyOf(outer, parent, depth - 1)
  }
  const isOfSubmission = ({ header, link }: Repeat) => !parentKeys.some(([child]) => child === header.names[link.child])
  return repeats.map((repeat) => {
    const inside = parents.get(repeat) ?? new Map<number, TableRow>()
    if (isOfSubmission(repeat)) return { ...repeat, inside }
    if (inside.size === 0 && missing.size === 0) return repeat
    const rows = repeat.rows.map((row) => ({
      ...row,
      cells: row.cells.with(repeat.link.child, keyOf(repeat, row, repeats.length))
    }))
    return { ...repeat, rows, inside }
  })
}

/** Returns whether the places of a route come from several rows of an outer repeat: they are several journeys, and a submission is one. */
const areSeveralJourneys = ({ repeat, columns }: Grouped, items: ReadonlyArray<TableRow>): boolean =>
  repeat.inside !== undefined &&
  repeat.inside.size > 0 &&
  columns.some(({ isItem }) => isItem) &&
  new Set(items.map(({ row }) => repeat.inside?.get(row))).size > 1

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
const grouped = (repeat: Repeat) => {
  const nameOf = namesInRepeat(repeat.sheet, repeat.header.names)
  const columnOf = itemColumns(repeat.header.names.map(nameOf))
  return {
    repeat,
    columns: repeat.header.names.flatMap((name, i) => (isTechnical(name) ? [] : [{ i, ...columnOf(nameOf(name)) }])),
    items: Map.groupBy(repeat.rows, ({ cells }) => cells[repeat.link.child]?.trim() ?? "")
  }
}

type Grouped = ReturnType<typeof grouped>

/** Returns the names of a repeat's columns among those of the submissions. */
const namesOf = ({ columns, items }: Grouped): ReadonlyArray<string> => {
  const most = Math.min(maxItems, Math.max(1, ...[...items.values()].map(({ length }) => length)))
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
          const own = groups.map(({ repeat, items }) => {
            const key = row.cells[repeat.link.parent]?.trim() ?? ""
            return { key, items: key === "" ? [] : (items.get(key) ?? []) }
          })
          const broken = groups.flatMap((group, g): ReadonlyArray<ProblemCode> => {
            const { key, items } = own[g] as (typeof own)[number]
            if (items.length === 0) return []
            // A copied submission would have the route of another person.
            if (met[g]?.has(key)) return ["repeat-of-two-submissions"]
            met[g]?.add(key)
            if (items.length > maxItems) return ["items-too-many"]
            return areSeveralJourneys(group, items) ? ["route-journeys-unclear"] : []
          })[0]
          if (broken !== undefined) return { row: row.row, broken, readable: cells }
          for (const [g, { columns }] of groups.entries()) addCells(values, columns, own[g]?.items ?? [])
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
