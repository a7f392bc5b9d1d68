import { isYear } from "../../../release/catalogue/timeLabels.ts"
import type { DimensionColumn, PublishedTable } from "../../../release/published/PublishedTable.ts"
import { countries, countryByAlpha3 } from "../../../schemas/Places.ts"
import { defaultPageSizeOf, type Format, maxPageSizeOf } from "../../metadata/formats.ts"
import type { ProblemPart } from "../problems/ApiProblem.ts"
import { isOfPeriod, labelsOfYears, type TableYears, tableYears, yearsWithoutTotal } from "./TableYears.ts"

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
  readonly code: "request-invalid" | "request-parameter-unknown" | "request-label-unknown" | "request-not-found"
  readonly errors: ReadonlyArray<ProblemPart>
}

/** Parameters of every table, in addition to its dimensions. */
export const commonParameters = ["page", "size", "format", "hxl"] as const

/** Parameters of every table with years. */
export const yearEnds = ["from", "to"] as const

const maxLabels = 300

/** Each combination of selected labels has a cell in the response, if only to say that it was not reported. */
const maxCombinations = 10_000

/** If no year is selected, each combination that was not reported has a cell for each year. */
const maxCells = 50_000

/**
 * Returns whether a label is one of the table, or one that the table could have: a country, a year, a code of the dimension. Such a label without records
 * is not reported; any other is unknown. A table without totals does not know `Total`.
 */
export const isKnownLabel = (column: DimensionColumn, label: string): boolean =>
  column.places.has(label) ||
  column.listed?.includes(label) === true ||
  (column.kind === "place" && countryByAlpha3(label) !== undefined) ||
  (column.kind === "year" && isYearOf(column, label))

/** Lists the labels that a column knows, without ranges of years that it does not have. */
export const knownLabels = (column: DimensionColumn): ReadonlySet<string> =>
  new Set([
    ...column.values,
    ...(column.listed ?? []),
    ...(column.kind === "place" ? countries.map(({ code }) => code) : []),
    ...(column.kind === "year" ? (tableYears(column)?.labels ?? []) : [])
  ])

const isYearOf = (column: DimensionColumn, label: string): boolean => {
  const years = tableYears(column)
  return years !== undefined && isOfPeriod(years, label)
}

const expectedYears = (years: TableYears | undefined): string =>
  years === undefined ? "nothing: the table has no years" : `years of the table, from ${years.first} to ${years.last}`

const expectedLabels: Readonly<Record<DimensionColumn["kind"], (column: DimensionColumn) => string>> = {
  place: () => "ISO 3166-1 alpha-3 codes of countries, or labels of the table",
  year: (column) => `${expectedYears(tableYears(column))}, written as its labels`,
  code: ({ listed = [] }) => (listed.length === 0 ? "labels of the table" : `some of ${listed.join(", ")}`),
  route: () => "routes of the table, such as MDA > UKR > RUS"
}

const wholeNumber = (text: string | null, most: number): number | undefined =>
  text !== null && /^[1-9]\d{0,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined

const intersect = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string>) =>
  a === undefined ? b : new Set([...a].filter((label) => b.has(label)))

/** What is wrong with the parameters of a request. */
class Problems {
  readonly parts: Array<ProblemPart> = []
  /** False if a label, or a year, is none of the table's. */
  areLabelsKnown = true

  add(path: string, expected: string): void {
    this.parts.push({ path, expected })
  }
}

const readLabels = (table: PublishedTable, parameters: URLSearchParams, problems: Problems) => {
  const selected = new Map<string, ReadonlySet<string>>()
  for (const column of table.columns) {
    const labels = parameters.get(column.name)?.split(",")
    if (labels === undefined) continue
    if (labels.length > maxLabels) problems.add(column.name, `at most ${maxLabels} labels`)
    else if (labels.every((label) => isKnownLabel(column, label))) selected.set(column.name, new Set(labels))
    else {
      problems.areLabelsKnown = false
      problems.add(column.name, expectedLabels[column.kind](column))
    }
  }
  return selected
}

/** Returns the labels of the years from `from` to `to`; undefined if the request has neither. */
const readYears = (years: TableYears | undefined, parameters: URLSearchParams, problems: Problems) => {
  const ends = yearEnds.filter((name) => parameters.has(name))
  for (const name of ends) {
    const text = parameters.get(name) ?? ""
    if (isYear(text) && years !== undefined && Number(text) >= years.first && Number(text) <= years.last) continue
    if (isYear(text)) problems.areLabelsKnown = false
    problems.add(name, expectedYears(years))
  }
  if (ends.length === 0 || years === undefined || problems.parts.length > 0) return undefined
  const [from = years.first, to = years.last] = yearEnds.map((name) =>
    parameters.has(name) ? Number(parameters.get(name)) : undefined
  )
  return labelsOfYears(years, from, to)
}

/** Reads page, cells per page and HXL. */
const readPage = (parameters: URLSearchParams, format: Format, problems: Problems) => {
  const page = parameters.has("page") ? wholeNumber(parameters.get("page"), 1_000_000) : 1
  if (page === undefined) problems.add("page", "an integer from 1")
  const maxSize = maxPageSizeOf(format)
  const size = parameters.has("size") ? wholeNumber(parameters.get("size"), maxSize) : defaultPageSizeOf(format)
  if (size === undefined) problems.add("size", `cells per page, from 1 to ${maxSize}`)
  const hxl = parameters.get("hxl")
  if (hxl !== null && hxl !== "true" && hxl !== "false") problems.add("hxl", "true or false")
  return { page, size, hxl: hxl === "true" }
}

/** Reads the parameters of a request, or returns every problem. `otherParameters` are parameters of the path that do not select cells. */
export const readSelection = (
  table: PublishedTable,
  parameters: URLSearchParams,
  format: Format,
  otherParameters: ReadonlyArray<string> = []
): TableSelection | SelectionProblem => {
  const yearColumn = table.columns.find(({ kind }) => kind === "year")
  const names = [
    ...table.columns.map(({ name }) => name),
    ...(yearColumn === undefined ? [] : yearEnds),
    ...commonParameters,
    ...otherParameters
  ]
  const present = [...parameters.keys()]
  if (present.some((name) => !names.includes(name)) || new Set(present).size < present.length)
    return {
      code: "request-parameter-unknown",
      errors: [{ path: "query", expected: `each of these at most once: ${names.join(", ")}` }]
    }
  const problems = new Problems()
  const labels = readLabels(table, parameters, problems)
  const chosenYears = readYears(yearColumn && tableYears(yearColumn), parameters, problems)
  if (chosenYears !== undefined && yearColumn !== undefined) {
    const own = intersect(labels.get(yearColumn.name), chosenYears)
    if (own.size === 0)
      return { code: "request-not-found", errors: [{ path: "to", expected: "a year that the other years allow" }] }
    labels.set(yearColumn.name, own)
  }
  const combinations = [...labels.values()].reduce((count, { size }) => count * size, 1)
  const years = yearColumn === undefined || labels.has(yearColumn.name) ? [] : (yearsWithoutTotal(yearColumn) ?? [])
  if (combinations > maxCombinations) problems.add("query", `at most ${maxCombinations} combinations of labels`)
  else if (labels.size > 0 && combinations * years.length > maxCells)
    problems.add("query", `at most ${maxCells} combinations of labels and years: select years`)
  const { page, size, hxl } = readPage(parameters, format, problems)
  if (page === undefined || size === undefined || problems.parts.length > 0)
    return { code: problems.areLabelsKnown ? "request-invalid" : "request-label-unknown", errors: problems.parts }
  const canonical = [...labels].map(([name, own]) => `${name}=${[...own].sort().join(",")}`).join("&")
  return { labels, page, size, hxl, canonical }
}
