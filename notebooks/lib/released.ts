/** Reads tables of releases as Arrow from the API. */
import { tableFromIPC } from "apache-arrow"
import { panelTableOf } from "../../release/catalogue/releaseTables.ts"
import { completenessPage, incompleteFrom, readCompleteness } from "../../release/history/completeness.ts"
import { changesOf, readReporting, reportingPage } from "../../release/history/reportingChanges.ts"

export type State = "published" | "suppressed" | "not_reported" | "not_collected"

export interface Cell {
  /** Labels by dimension. */
  readonly labels: Readonly<Record<string, string | number>>
  /** NaN if the table has no single years. */
  readonly year: number
  readonly state: State
  /** Null if the cell is not published; never 0. */
  readonly value: number | null
}

export interface Released {
  readonly cells: ReadonlyArray<Cell>
  /** Metadata: citation, note, release, method and so on. */
  readonly facts: Readonly<Record<string, string>>
}

const here = (globalThis as { readonly location?: { readonly search: string; readonly origin: string } }).location

/** Returns the address of the API: this server, or the one that `?api=` names. */
const apiAddress = (): string => new URLSearchParams(here?.search ?? "").get("api") ?? here?.origin ?? ""

/** Reads an Arrow file of the API. */
export const readArrow = (bytes: Uint8Array): Released => {
  const table = tableFromIPC(bytes)
  const facts = Object.fromEntries(
    [...table.schema.metadata].map(([name, text]) => [name.replace(/^corridor\./, ""), text])
  )
  const dimensions = JSON.parse(facts["dimensions"] ?? "[]") as ReadonlyArray<string>
  // Reads by column, which is ten times as fast as by row.
  const column = (name: string) => [...(table.getChild(name) ?? [])] as ReadonlyArray<string | number | null>
  const labels = dimensions.map(column)
  const states = column("state") as ReadonlyArray<State>
  const values = column(facts["figure"] ?? "victims") as ReadonlyArray<number | null>
  const cells = states.map((state, i): Cell => {
    const own = Object.fromEntries(dimensions.map((name, d) => [name, labels[d]?.[i] ?? ""]))
    return { labels: own, year: Number(own["year"] ?? Number.NaN), state, value: values[i] ?? null }
  })
  return { cells, facts }
}

/** Fetches a table, such as `flows?origin=UKR`. */
export const released = async (question: string): Promise<Released> => {
  const answer = await fetch(`${apiAddress()}/v1/${question}${question.includes("?") ? "&" : "?"}format=arrow`)
  if (!answer.ok) throw new Error(`${((await answer.json()) as { detail: string }).detail}`)
  if (answer.headers.get("content-type")?.includes("json"))
    return { cells: [], facts: { citation: "No release has this table." } }
  return readArrow(new Uint8Array(await answer.arrayBuffer()))
}

interface ReleaseFacts {
  readonly pages: Readonly<Record<string, string>>
  readonly tables: ReadonlyArray<{ readonly name: string }>
}

const releaseOf = async ({ facts }: Released): Promise<ReleaseFacts> => {
  const answer = await fetch(`${apiAddress()}/v1/releases/${facts["release"]}`)
  return answer.ok ? ((await answer.json()) as ReleaseFacts) : { pages: {}, tables: [] }
}

/** Returns the months, counted from year 0, from which other partners report a kind of record than before. */
export const reportingOf = async (released: Released, kind: string): Promise<ReadonlyArray<number>> =>
  changesOf(readReporting((await releaseOf(released)).pages[reportingPage]), kind)

/** Returns the first month of a kind of record that is not loaded in full, counted from year 0; undefined if there is none. */
export const incompleteFromOf = async (released: Released, kind: string): Promise<number | undefined> =>
  incompleteFrom(readCompleteness((await releaseOf(released)).pages[completenessPage]), kind)

/** Returns the same table of the partners that reported throughout; no cells if the release does not have it. */
export const panelOf = async (own: Released): Promise<ReadonlyArray<Cell>> => {
  const table = panelTableOf(own.facts["table"] ?? "")
  const { tables } = await releaseOf(own)
  if (!tables.some(({ name }) => name === table)) return []
  return (await released(`releases/${own.facts["release"]}/tables/${table}`)).cells
}

interface KindCoverage {
  readonly record_kind: string
  /** Null if they are fewer than 3, as all numbers of partners. */
  readonly throughout: number | null
  readonly reporting: ReadonlyArray<{ readonly from: string; readonly partners: number | null }>
}

/** Returns who reports, by kind of record. */
export const coverageOf = async (): Promise<ReadonlyArray<KindCoverage>> => {
  const answer = await fetch(`${apiAddress()}/v1/coverage`)
  return answer.ok ? ((await answer.json()) as { readonly kinds: ReadonlyArray<KindCoverage> }).kinds : []
}

/** Returns the citation that every figure must show. */
export const source = ({ facts }: Released): string =>
  [facts["citation"], facts["invented"] === "true" ? facts["note"] : ""].filter(Boolean).join(" ")
