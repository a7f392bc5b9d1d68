/** Tables of releases as Arrow, from the API and from nowhere else. */
import { tableFromIPC } from "apache-arrow"

export type State = "published" | "suppressed" | "not_reported" | "not_collected"

export interface Cell {
  /** Labels by dimension; a single year is a number, see `year`. */
  readonly labels: Readonly<Record<string, string | number>>
  /** NaN where the table has no single years. */
  readonly year: number
  readonly state: State
  /** Null where the state is not published: never 0. */
  readonly value: number | null
}

export interface Released {
  readonly cells: ReadonlyArray<Cell>
  /** What stands beside the figures: citation, note, release, method, coverage and so on. */
  readonly facts: Readonly<Record<string, string>>
}

const here = (globalThis as { readonly location?: { readonly search: string; readonly origin: string } }).location

/** Where the API is: this server, or the one that `?api=` names. */
export const apiAddress = (): string => new URLSearchParams(here?.search ?? "").get("api") ?? here?.origin ?? ""

/** Reads an Arrow file of the API. */
export const readArrow = (bytes: Uint8Array): Released => {
  const table = tableFromIPC(bytes)
  const facts = Object.fromEntries(
    [...table.schema.metadata].map(([name, text]) => [name.replace(/^corridor\./, ""), text])
  )
  const dimensions = JSON.parse(facts["dimensions"] ?? "[]") as ReadonlyArray<string>
  // Column by column: rows of Arrow are ten times as slow.
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

/** A table, such as `flows?origin=UKR`. */
export const released = async (question: string): Promise<Released> => {
  const answer = await fetch(`${apiAddress()}/v1/${question}${question.includes("?") ? "&" : "?"}format=arrow`)
  if (!answer.ok) throw new Error(`${((await answer.json()) as { detail: string }).detail}`)
  if (answer.headers.get("content-type")?.includes("json"))
    return { cells: [], facts: { citation: "No release has this table." } }
  return readArrow(new Uint8Array(await answer.arrayBuffer()))
}

/** What a figure must say of itself. */
export const source = ({ facts }: Released): string =>
  [facts["citation"], facts["invented"] === "true" ? facts["note"] : ""].filter(Boolean).join(" ")
