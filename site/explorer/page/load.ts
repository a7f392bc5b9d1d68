import { json } from "@corridor/page/browser/json"
import type { ReleaseFacts } from "../../api/schemas/ReleaseSchemas.ts"
import { overviewOf } from "../cells/Overview.ts"
import { type Overview, type Table, type TableAnswer, toTable } from "../cells/Table.ts"
import type { Filters } from "../state/State.ts"
import { largeTable, overviewAddress, tableAddress } from "../state/tableAddress.ts"
import type { View } from "../views/View.ts"
import type { Names } from "../words/Names.ts"

type Part = Readonly<Record<string, string>>

const tables = new Map<string, Promise<Table>>()

const readTable = async (name: string, start: string, overview: Overview | undefined): Promise<Table> => {
  const pages: Array<TableAnswer> = []
  for (let address: string | undefined = start; address !== undefined; ) {
    const page: TableAnswer = await json<TableAnswer>(address)
    pages.push(page)
    address = page.next
  }
  const [first] = pages as [TableAnswer]
  return toTable(name, { ...first, cells: pages.flatMap(({ cells }) => cells) }, overview)
}

/** Loads all pages of a table, or of a part of it. Each is loaded once. */
const loadTable = (release: number, name: string, part?: Part, overview?: Overview): Promise<Table> => {
  const address = tableAddress(release, name, part)
  const table = tables.get(address) ?? readTable(name, address, overview)
  tables.set(address, table)
  table.catch(() => tables.delete(address))
  return table
}

const largeTables = () => (document.getElementById("explorer")?.dataset["large"] ?? "").split(" ")

/** Loads the tables of a view that the release has: all cells, or of a table that has many those that the view shows. */
export const loadTables = async (
  release: ReleaseFacts,
  view: View,
  filters: Filters,
  names: Names
): Promise<ReadonlyMap<string, Table>> => {
  const number = release.release
  const known = (view.tablesFor?.(filters, names) ?? view.tables).flatMap(
    (name) => release.tables.find((one) => one.name === name) ?? []
  )
  const large = largeTables()
  const overviews = await Promise.all(
    known.map(({ name }) =>
      view.part !== undefined && large.includes(largeTable(number, name))
        ? json<Overview>(overviewAddress(number, name, view.listsSeries))
        : undefined
    )
  )
  const [first] = known
  const part =
    first === undefined || overviews.every((one) => one === undefined)
      ? undefined
      : view.part?.(filters, overviews[0] ?? overviewOf(await loadTable(number, first.name)))
  const loaded = known.map(async ({ name }, i) => {
    const overview = part && overviews[i]
    return [name, await loadTable(number, name, overview && part, overview)] as const
  })
  return new Map(await Promise.all(loaded))
}

/** Returns the published releases, from the API. */
export const loadReleases = async (): Promise<ReadonlyArray<ReleaseFacts>> =>
  (await json<{ releases: ReadonlyArray<ReleaseFacts> }>("/v1/releases")).releases
