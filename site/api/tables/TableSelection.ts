import { totalLabel } from "../../../release/catalogue/dimensionLabels.ts"
import type { DimensionColumn, PublishedTable } from "../../../release/published/PublishedTable.ts"
import { countryByAlpha3 } from "../../../schemas/Places.ts"
import { defaultPageSizeOf, type Format, maxPageSizeOf } from "../../metadata/formats.ts"
import type { ProblemPart } from "../problems/ApiProblem.ts"

/**
 * The cells and the page that a request selects.
 *
 * Parameters are matched against the table's own dimensions and labels. None of them reaches the database.
 */
export interface TableSelection {
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>
  /** From 1. */
  readonly page: number
  /** Cells per page. */
  readonly size: number
  readonly hxl: boolean
  /** The selection in one canonical form, without page and format. */
  readonly canonical: string
}

export interface SelectionProblem {
  readonly code: "request-invalid" | "request-parameter-unknown" | "request-label-unknown"
  readonly errors: ReadonlyArray<ProblemPart>
}

/** Parameters of every table, in addition to its dimensions. */
export const commonParameters = ["from", "to", "page", "size", "format", "hxl"] as const

const maxLabels = 300

/** The first and the last year of a table, which says nothing of others. */
const periodOf = ({ values }: DimensionColumn): readonly [first: number, last: number] => {
  const years = values.flatMap((label) => (/^\d{4}/.test(label) ? [Number(label.slice(0, 4)), lastYearOf(label)] : []))
  return [Math.min(...years), Math.max(...years)]
}

const lastYearOf = (label: string) => Number(/^\d{4}-(\d{4})$/.exec(label)?.[1] ?? label.slice(0, 4))

/** Whether a year, or a range of years, is of the table's period. One that is not among its labels was not reported. */
const isOfPeriod = (column: DimensionColumn, label: string): boolean => {
  const [first, last] = periodOf(column)
  return /^\d{4}(?:-\d{4})?$/.test(label) && Number(label.slice(0, 4)) >= first && lastYearOf(label) <= last
}

export const isKnownLabel = (column: DimensionColumn, label: string): boolean =>
  column.places.has(label) ||
  label === totalLabel ||
  (column.kind === "place" && countryByAlpha3(label) !== undefined) ||
  (column.kind === "year" && isOfPeriod(column, label))

const expectedLabels: Readonly<Record<DimensionColumn["kind"], (column: DimensionColumn) => string>> = {
  place: () => "ISO 3166-1 alpha-3 codes of countries, or labels of the table",
  year: (column) => `years of the table, from ${periodOf(column).join(" to ")}, or ranges of them, such as 2000-2004`,
  code: () => "labels of the table",
  route: () => "routes of the table, such as MDA > UKR > RUS"
}

const wholeNumber = (text: string | null, most: number): number | undefined =>
  text !== null && /^[1-9]\d{0,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined

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

const intersect = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string>) =>
  a === undefined ? b : new Set([...a].filter((label) => b.has(label)))

/** Reads the parameters of a request, or returns every problem. `otherParameters` are parameters of the path that do not select cells. */
export const readSelection = (
  table: PublishedTable,
  parameters: URLSearchParams,
  format: Format,
  otherParameters: ReadonlyArray<string> = []
): TableSelection | SelectionProblem => {
  const names = [...table.columns.map(({ name }) => name), ...commonParameters, ...otherParameters]
  const present = [...parameters.keys()]
  if (present.some((name) => !names.includes(name)) || new Set(present).size < present.length)
    return {
      code: "request-parameter-unknown",
      errors: [{ path: "query", expected: `each of these at most once: ${names.join(", ")}` }]
    }
  const errors: Array<ProblemPart> = []
  const selected = new Map<string, ReadonlySet<string>>()
  let areLabelsKnown = true
  for (const column of table.columns) {
    const labels = parameters.get(column.name)?.split(",")
    if (labels === undefined) continue
    if (labels.length > maxLabels) errors.push({ path: column.name, expected: `at most ${maxLabels} labels` })
    else if (labels.every((label) => isKnownLabel(column, label))) selected.set(column.name, new Set(labels))
    else {
      areLabelsKnown = false
      errors.push({ path: column.name, expected: expectedLabels[column.kind](column) })
    }
  }
  const years = table.columns.find((column) => column.kind === "year")
  const range = yearRange(parameters, years, errors)
  if (years !== undefined && range !== undefined) selected.set(years.name, intersect(selected.get(years.name), range))
  const page = parameters.has("page") ? wholeNumber(parameters.get("page"), 1_000_000) : 1
  if (page === undefined) errors.push({ path: "page", expected: "an integer from 1" })
  const size = parameters.has("size")
    ? wholeNumber(parameters.get("size"), maxPageSizeOf(format))
    : defaultPageSizeOf(format)
  if (size === undefined) errors.push({ path: "size", expected: `cells per page, from 1 to ${maxPageSizeOf(format)}` })
  const hxl = parameters.get("hxl")
  if (hxl !== null && hxl !== "true" && hxl !== "false") errors.push({ path: "hxl", expected: "true or false" })
  if (page === undefined || size === undefined || errors.length > 0)
    return { code: areLabelsKnown ? "request-invalid" : "request-label-unknown", errors }
  const canonical = [...selected].map(([name, labels]) => `${name}=${[...labels].sort().join(",")}`).join("&")
  return { labels: selected, page, size, hxl: hxl === "true", canonical }
}
