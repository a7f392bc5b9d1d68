/** Reads tables of releases from the API. */
import type { ReleaseWithPages } from "../../site/api/schemas/ReleaseSchemas.ts"

export type State = "published" | "suppressed" | "not_reported" | "not_collected"

export interface Cell {
  /** Labels by dimension. */
  readonly labels: Readonly<Record<string, string | number>>
  /** NaN if the table has no single years. */
  readonly year: number
  readonly state: State
  /** Null if the cell is not published; never 0. */
  readonly value: number | null
  /** The least value of a suppressed cell, if the release has bounds. */
  readonly low?: number | undefined
}

export interface Released {
  readonly cells: ReadonlyArray<Cell>
  /** Metadata: citation, note, release, method and so on. */
  readonly facts: Readonly<Record<string, string>>
}

/** A page of a table as the API answers it. */
export interface Answer {
  readonly dimensions: ReadonlyArray<string>
  readonly figure: string
  readonly next?: string
  readonly cells: ReadonlyArray<Readonly<Record<string, string | number>>>
  readonly [fact: string]: unknown
}

const here = (globalThis as { readonly location?: { readonly search: string; readonly origin: string } }).location

/** Returns the address of the API: this server, or the one that `?api=` names. */
export const apiAddress = (): string => new URLSearchParams(here?.search ?? "").get("api") ?? here?.origin ?? ""

const textOf = (fact: unknown): string => (typeof fact === "string" ? fact : JSON.stringify(fact))

/** Reads the pages of a table. A figure next to a state other than `published` is never read. */
export const readAnswers = (pages: ReadonlyArray<Answer>): Released => {
  const [first] = pages
  if (first === undefined) return { cells: [], facts: {} }
  const { cells: _, next: __, ...facts } = first
  const cells = pages.flatMap(({ cells }) =>
    cells.map((one): Cell => {
      const state = one["state"] as State
      const [value, low] = [one[first.figure], one["low"]]
      return {
        labels: Object.fromEntries(first.dimensions.map((name) => [name, one[name] ?? ""])),
        year: Number(one["year"] ?? Number.NaN),
        state,
        value: state === "published" && typeof value === "number" ? value : null,
        ...(state === "suppressed" && typeof low === "number" ? { low } : {})
      }
    })
  )
  return { cells, facts: Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, textOf(fact)])) }
}

const missingTable =
  "The latest edition does not have the table that this page shows. Earlier editions may have it: /v1/editions lists them."

/** Fetches all pages of a table, such as `flows?origin=UKR`. */
export const released = async (question: string): Promise<Released> => {
  const pages: Array<Answer> = []
  const first = `/v1/${question}${question.includes("?") ? "&" : "?"}${/[?&]size=/.test(question) ? "" : "size=10000"}`
  for (let path: string | undefined = first; path !== undefined; ) {
    const answer = await fetch(`${apiAddress()}${path}`)
    if (answer.status === 404) throw new Error(missingTable)
    if (!answer.ok) throw new Error(`${((await answer.json()) as { detail: string }).detail}`)
    const page = (await answer.json()) as Answer
    pages.push(page)
    path = /[?&]size=/.test(question) ? undefined : page.next
  }
  return readAnswers(pages)
}

interface KindCoverage {
  readonly record_kind: string
  /** Null if they are fewer than 3, as all numbers of partners. */
  readonly throughout: number | null
  readonly reporting: ReadonlyArray<{ readonly from: string; readonly partners: number | null }>
  /** When fewer report than before and after. */
  readonly reportingPauses: ReadonlyArray<{
    readonly from: string
    readonly to: string
    readonly partners: number | null
    readonly before: number
    readonly after: number
  }>
}

/** Returns who reports, by kind of record. */
export const coverageOf = async (): Promise<ReadonlyArray<KindCoverage>> => {
  const answer = await fetch(`${apiAddress()}/v1/coverage`)
  return answer.ok ? ((await answer.json()) as { readonly kinds: ReadonlyArray<KindCoverage> }).kinds : []
}

/** Returns a release by its number: its tables, and its pages by file name. */
export const releaseOf = async (release = ""): Promise<typeof ReleaseWithPages.Type> =>
  (await (await fetch(`${apiAddress()}/v1/releases/${release}`)).json()) as typeof ReleaseWithPages.Type

/** Returns the source that every figure must show: table, release, and where its full citation is, which names all its tables. */
export const source = ({ facts }: Released): string => {
  const { release = "", title = "", invented, note = "" } = facts
  const { frozenAt = "" } = JSON.parse(facts["vintage"] ?? "{}") as { readonly frozenAt?: string }
  const place = `${apiAddress()}/v1/releases/${release}`
  return [
    `Corridor: ${title}. Release ${release}, of records of ${frozenAt.slice(0, 10)}. To cite it: ${place}.`,
    ...(invented === "true" ? [note] : [])
  ].join(" ")
}
