/** What the page asks the server for: published tables, their releases, files of the page. Nothing is asked for twice. */
import { type Table, type TableAnswer, toTable } from "../cells/Table.ts"

export interface ReleaseFacts {
  readonly release: number
  readonly state: "published" | "retracted"
  readonly invented: boolean
  readonly publishedAt: string
  readonly method: string
  readonly citation: string
  readonly tables: ReadonlyArray<{ readonly name: string; readonly table: string }>
}

const known = new Map<string, Promise<unknown>>()

/** The JSON at an address. What failed is asked for again the next time. */
export const json = <A>(address: string): Promise<A> => {
  const found = known.get(address)
  if (found !== undefined) return found as Promise<A>
  const asked = fetch(address).then((answer) => {
    if (!answer.ok) throw new Error("the server refused")
    return answer.json() as Promise<A>
  })
  known.set(address, asked)
  asked.catch(() => known.delete(address))
  return asked
}

/** A file of the page by its short name: its own name has a hash in it and stands in the page's head. */
export const pageFile = <A>(name: string): Promise<A> => {
  const address = document.querySelector<HTMLLinkElement>(`link[data-file="${name}"]`)?.getAttribute("href")
  return address === null || address === undefined ? Promise.reject(new Error("no such file")) : json<A>(address)
}

/** The address at which the page asks for a table; the page's head names it too, so that browsers ask early. */
export const tableAddress = (release: number, table: string): string =>
  `/v1/releases/${release}/tables/${table}?size=10000`

const tables = new Map<string, Promise<Table>>()

const readTable = async (release: number, name: string): Promise<Table> => {
  const answers: Array<TableAnswer> = []
  for (let address: string | undefined = tableAddress(release, name); address !== undefined; ) {
    const answer: TableAnswer = await json<TableAnswer>(address)
    answers.push(answer)
    address = answer.next
  }
  const [first] = answers as [TableAnswer]
  return toTable(name, { ...first, cells: answers.flatMap(({ cells }) => cells) })
}

/** A table of a release, all of its pages; read once, however often the view is narrowed. */
export const loadTable = (release: number, name: string): Promise<Table> => {
  const address = tableAddress(release, name)
  const found = tables.get(address) ?? readTable(release, name)
  tables.set(address, found)
  found.catch(() => tables.delete(address))
  return found
}

export const loadReleases = async (): Promise<ReadonlyArray<ReleaseFacts>> =>
  (await json<{ releases: ReadonlyArray<ReleaseFacts> }>("/v1/releases")).releases
