/**
 * Tables with one row for each value, as DHIS2 exports events and attributes: `event, dataElement, value`. The rows of an event are put together to
 * one row, whose columns are the data elements.
 */
import { squeeze } from "../columns/OwnColumns.ts"
import { FileRefused } from "./FileRefused.ts"
import type { FileRow, TableRow } from "./FileRow.ts"
import type { Header } from "./FindHeader.ts"
import { largestDocument } from "./Limits.ts"

interface LongColumns {
  /** The position of the event, of the name and of the value. */
  readonly key: number
  readonly name: number
  readonly value: number
}

/** Names of the columns, squeezed. */
const keyNames = ["event", "enrollment", "trackedentity", "trackedentityinstance"]
const nameNames = ["dataelement", "attribute"]

/** Returns the positions of the columns of such a table; undefined for any other. */
export const longColumns = (names: ReadonlyArray<string>): LongColumns | undefined => {
  const squeezed = names.map(squeeze)
  const positionOf = (wanted: ReadonlyArray<string>) =>
    wanted.map((name) => squeezed.indexOf(name)).find((position) => position >= 0)
  const [key, name, value] = [positionOf(keyNames), positionOf(nameNames), positionOf(["value"])]
  return key === undefined || name === undefined || value === undefined ? undefined : { key, name, value }
}

interface Gathered {
  readonly row: number
  readonly cells: Map<string, string>
}

/** Adds a cell; several values of one data element are several answers. So nothing of a later row is dropped. */
const add = (cells: Map<string, string>, name: string, cell: string) => {
  const known = cells.get(name)
  if (known === undefined || known === "") cells.set(name, cell)
  else if (cell !== "" && cell !== known && !known.split(";").includes(cell)) cells.set(name, `${known};${cell}`)
}

/** Returns a table with a row for each event. It is kept in memory: the rows of an event may be anywhere. */
export const wideTable = async (
  { row: headerRow, names }: Header,
  { key, name, value }: LongColumns,
  rows: () => AsyncGenerator<ReadonlyArray<FileRow>>,
  size: number
): Promise<{ readonly header: Header; readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>> }> => {
  if (size > largestDocument) throw new FileRefused("table-long-too-large")
  const others = names.flatMap((other, i) => (i === name || i === value ? [] : [{ other, i }]))
  const events = new Map<string, Gathered>()
  const added = new Set<string>()
  for await (const batch of rows())
    for (const row of batch) {
      if (!("cells" in row) || row.row <= headerRow) continue
      const { cells } = row
      // A row without an event is a separate row, whose gaps are reported.
      const id = cells[key]?.trim() || `\0${row.row}`
      const found: Gathered = events.get(id) ?? { row: row.row, cells: new Map() }
      events.set(id, found)
      for (const { other, i } of others) add(found.cells, other, cells[i]?.trim() ?? "")
      const element = cells[name]?.trim() ?? ""
      if (element === "") continue
      added.add(element)
      add(found.cells, element, cells[value]?.trim() ?? "")
    }
  const all = [...new Set([...others.map(({ other }) => other), ...added])]
  const wide: ReadonlyArray<TableRow> = [
    { row: headerRow, cells: all },
    ...[...events.values()].map(({ row, cells }) => ({ row, cells: all.map((column) => cells.get(column) ?? "") }))
  ]
  return {
    header: { row: headerRow, names: all, known: all.length },
    rows: async function* () {
      for (let at = 0; at < wide.length; at += 1_000) yield wide.slice(at, at + 1_000)
    }
  }
}
