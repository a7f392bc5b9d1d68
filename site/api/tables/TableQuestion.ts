/**
 * What somebody asks of a table: labels, years, a page, a format. Only the table's own dimensions and labels can be asked with;
 * nothing of it reaches the store.
 */

import { totalLabel } from "../../../release/catalogue/dimensionLabels.ts"
import type { DimensionColumn, PublishedTable } from "../../../release/published/PublishedTable.ts"
import { countryByAlpha3 } from "../../../schemas/Places.ts"
import type { ProblemPart } from "../problems/ApiProblem.ts"

export interface TableQuestion {
  readonly wanted: ReadonlyMap<string, ReadonlySet<string>>
  /** From 1 on. */
  readonly page: number
  /** Cells on a page. */
  readonly size: number
  readonly hxl: boolean
  /** The question in one form, whatever way it was asked, without page and format. */
  readonly canonical: string
}

export interface QuestionRefused {
  readonly code: "request-invalid" | "request-parameter-unknown" | "request-label-unknown"
  readonly errors: ReadonlyArray<ProblemPart>
}

/** Cells on a page where nobody says: of JSON for a page to draw, of files for the whole of most tables. */
export const usualSize = { json: 1_000, file: 100_000 } as const
export const mostSize = { json: 10_000, file: 100_000 } as const

/** Parameters of every table beside its dimensions. */
export const commonParameters = ["from", "to", "page", "size", "format", "hxl"] as const

/** Most labels in one parameter. */
const mostLabels = 300

const isKnownLabel = ({ kind, places }: DimensionColumn, label: string): boolean =>
  places.has(label) ||
  label === totalLabel ||
  (kind === "place" && countryByAlpha3(label) !== undefined) ||
  (kind === "year" && /^\d{4}(?:-\d{4})?$/.test(label))

const expectedLabels: Readonly<Record<DimensionColumn["kind"], string>> = {
  place: "countries as ISO 3166-1 alpha-3, or labels that the table has",
  year: "years, such as 2004, or years from and to, such as 2000-2004",
  code: "labels that the table has",
  route: "routes that the table has, such as MDA > UKR > RUS"
}

const wholeNumber = (text: string | null, most: number): number | undefined =>
  text !== null && /^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined

const yearRange = (
  parameters: URLSearchParams,
  column: DimensionColumn | undefined,
  errors: Array<ProblemPart>
): ReadonlySet<string> | undefined => {
  const ends = ["from", "to"].map((name) => {
    const text = parameters.get(name)
    if (text === null) return undefined
    if (!/^\d{4}$/.test(text)) errors.push({ path: name, expected: "a year, such as 2004" })
    return Number(text)
  })
  if (column === undefined || ends.every((end) => end === undefined)) return undefined
  const [from = 0, to = 9999] = ends
  return new Set(column.values.filter((label) => /^\d{4}$/.test(label) && Number(label) >= from && Number(label) <= to))
}

const both = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string>) =>
  a === undefined ? b : new Set([...a].filter((label) => b.has(label)))

/** Reads the parameters of a request, or says all that is wrong with them. `more`: parameters that the address itself knows. */
export const readQuestion = (
  table: PublishedTable,
  parameters: URLSearchParams,
  kind: "json" | "file",
  more: ReadonlyArray<string> = []
): TableQuestion | QuestionRefused => {
  const names = [...table.columns.map(({ name }) => name), ...commonParameters, ...more]
  const given = [...parameters.keys()]
  if (given.some((name) => !names.includes(name)) || new Set(given).size < given.length)
    return {
      code: "request-parameter-unknown",
      errors: [{ path: "query", expected: `each at most once: ${names.join(", ")}` }]
    }
  const errors: Array<ProblemPart> = []
  const wanted = new Map<string, ReadonlySet<string>>()
  let areKnown = true
  for (const column of table.columns) {
    const labels = parameters.get(column.name)?.split(",")
    if (labels === undefined) continue
    if (labels.length > mostLabels) errors.push({ path: column.name, expected: `at most ${mostLabels} labels` })
    else if (labels.every((label) => isKnownLabel(column, label))) wanted.set(column.name, new Set(labels))
    else {
      areKnown = false
      errors.push({ path: column.name, expected: expectedLabels[column.kind] })
    }
  }
  const years = table.columns.find((column) => column.kind === "year")
  const range = yearRange(parameters, years, errors)
  if (years !== undefined && range !== undefined) wanted.set(years.name, both(wanted.get(years.name), range))
  const page = parameters.has("page") ? wholeNumber(parameters.get("page"), 1_000_000) : 1
  if (page === undefined) errors.push({ path: "page", expected: "a number from 1 on" })
  const size = parameters.has("size") ? wholeNumber(parameters.get("size"), mostSize[kind]) : usualSize[kind]
  if (size === undefined) errors.push({ path: "size", expected: `cells on a page, from 1 to ${mostSize[kind]}` })
  const hxl = parameters.get("hxl")
  if (hxl !== null && hxl !== "true" && hxl !== "false") errors.push({ path: "hxl", expected: "true or false" })
  if (page === undefined || size === undefined || errors.length > 0)
    return { code: areKnown ? "request-invalid" : "request-label-unknown", errors }
  const canonical = [...wanted].map(([name, labels]) => `${name}=${[...labels].sort().join(",")}`).join("&")
  return { wanted, page, size, hxl: hxl === "true", canonical }
}
