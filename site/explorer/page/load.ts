import { fileAddress } from "@corridor/page/browser/frame"
import type { Edition } from "../../../release/history/editions.ts"
import type { Retraction } from "../../../release/history/Retraction.ts"
import { type Table, type TableAnswer, toTable } from "../cells/Table.ts"

export interface ReleaseFacts {
  readonly release: number
  readonly retraction: Retraction | null
  readonly vintage: { readonly number: number; readonly hash: string; readonly frozenAt: string }
  readonly invented: boolean
  readonly publishedAt: string
  readonly method: string
  readonly edition: Edition | null
  readonly tables: ReadonlyArray<{ readonly name: string; readonly table: string; readonly title: string }>
}

const requests = new Map<string, Promise<unknown>>()

/** Fetches JSON. Each address is requested once; a failed request is repeated the next time. */
export const json = <A>(address: string): Promise<A> => {
  const known = requests.get(address)
  if (known !== undefined) return known as Promise<A>
  const request = fetch(address).then((response) => {
    if (!response.ok) throw new Error("The server refused the request")
    return response.json() as Promise<A>
  })
  requests.set(address, request)
  request.catch(() => requests.delete(address))
  return request
}

/** Fetches a file of the page by its short name. */
export const pageFile = async <A>(name: string): Promise<A> => json<A>(fileAddress(name))

/** Returns the address of a table's first page. The page's head lists the same address, so that browsers preload it. */
const tableAddress = (release: number, table: string): string => `/v1/releases/${release}/tables/${table}?size=10000`

const tables = new Map<string, Promise<Table>>()

const readTable = async (release: number, name: string): Promise<Table> => {
  const pages: Array<TableAnswer> = []
  for (let address: string | undefined = tableAddress(release, name); address !== undefined; ) {
    const page: TableAnswer = await json<TableAnswer>(address)
    pages.push(page)
    address = page.next
  }
  const [first] = pages as [TableAnswer]
  return toTable(name, { ...first, cells: pages.flatMap(({ cells }) => cells) })
}

/** Loads all pages of a table. Each table is loaded once. */
export const loadTable = (release: number, name: string): Promise<Table> => {
  const address = tableAddress(release, name)
  const table = tables.get(address) ?? readTable(release, name)
  tables.set(address, table)
  table.catch(() => tables.delete(address))
  return table
}

export const loadReleases = async (): Promise<ReadonlyArray<ReleaseFacts>> =>
  (await json<{ releases: ReadonlyArray<ReleaseFacts> }>("/v1/releases")).releases
