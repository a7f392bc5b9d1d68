/** Names of SDMX 3.0 artefacts, codes of labels, and the codes that the four states of a cell have in the cross-domain code lists. */
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { isYear } from "../../release/catalogue/timeLabels.ts"
import type { PublishedTable } from "../../release/published/PublishedTable.ts"
import { codeLabels } from "../../schemas/CodeLabels.ts"
import { countryName } from "../../schemas/CountryNames.ts"
import { countryByAlpha3 } from "../../schemas/Places.ts"
import type { EditionDescription, TableDescription } from "./EditionDescription.ts"

export const agency = "CORRIDOR"

/**
 * Codes of `SDMX:CL_OBS_STATUS(2.2)` and `SDMX:CL_CONF_STATUS(1.3)` by state. Every suppressed cell has `C`, confidential: the codes for
 * primary and secondary confidentiality would say which cells are small.
 */
export const statusCodes: Readonly<Record<CellState, { readonly obs: string; readonly conf: string }>> = {
  published: { obs: "A", conf: "F" },
  suppressed: { obs: "Q", conf: "C" },
  not_reported: { obs: "O", conf: "F" },
  not_collected: { obs: "L", conf: "F" }
}

/** Cross-domain code lists of SDMX, with the codes that are used here. */
export const statusLists = {
  CL_FREQ: {
    version: "2.1",
    name: "Frequency",
    codes: { A: "Annual", S: "Half-yearly, semester", Q: "Quarterly", M: "Monthly" }
  },
  CL_OBS_STATUS: {
    version: "2.2",
    name: "Observation status",
    codes: {
      A: "Normal value",
      L: "Missing value; data exist but were not collected",
      O: "Missing value",
      Q: "Missing value; suppressed"
    }
  },
  CL_CONF_STATUS: {
    version: "1.3",
    name: "Confidentiality status",
    codes: { C: "Confidential statistical information", F: "Free (free for publication)" }
  }
} as const

/** Returns the version of the artefacts of an edition, as in semantic versioning. */
export const versionOf = ({ version }: EditionDescription): string => `${version}.0.0`

const upper = (name: string) => name.toUpperCase().replace(/[^A-Z0-9_-]/g, "_")

/** Returns the identifier of the data structure and of the dataflow of a table. */
export const structureId = ({ series }: EditionDescription, { name }: Pick<TableDescription, "name">): string =>
  series === "main" ? upper(name) : `${upper(series)}_${upper(name)}`

/** A label as a code: the label itself, if SDMX allows it, else without the signs that it does not allow. */
interface LabelCode {
  readonly id: string
  readonly label: string
  readonly name: string
}

const idLetters = /^[A-Za-z0-9_@$-]+$/

const nameOfLabel = (label: string, kind: string, codeList: string | undefined) => {
  if (kind === "place" && countryByAlpha3(label) !== undefined) return countryName("en", label)
  return (codeList === undefined ? undefined : new Map(codeLabels(codeList, "en")).get(label)) ?? label
}

/** Returns the codes of labels, each unique. Labels that are codes already keep their own. */
export const codesOf = (labels: ReadonlyArray<string>, kind: string, codeList?: string): ReadonlyArray<LabelCode> => {
  const taken = new Set(labels.filter((label) => idLetters.test(label)))
  return labels.map((label) => {
    const name = nameOfLabel(label, kind, codeList)
    if (idLetters.test(label)) return { id: label, label, name }
    const bare = label.replace(/[^A-Za-z0-9_@$-]+/g, "_").replace(/^_+|_+$/g, "") || "_"
    let id = bare
    for (let n = 2; taken.has(id); n++) id = `${bare}_${n}`
    taken.add(id)
    return { id, label, name }
  })
}

const timePeriod = /^\d{4}(?:-(?:0[1-9]|1[0-2])|-Q[1-4]|-H[12])?$/

export interface SdmxDimension {
  /** `TIME_PERIOD` if every label is a year, half-year, quarter or month; then `FREQ` says which. */
  readonly id: string
  readonly column: string
  /** Codes of the labels of the column; undefined for the time dimension and its frequency. */
  readonly codes: ReadonlyArray<LabelCode> | undefined
}

/** Returns the code of `SDMX:CL_FREQ` for a time period. */
export const frequencyOf = (period: string): keyof (typeof statusLists)["CL_FREQ"]["codes"] =>
  isYear(period) ? "A" : period.includes("H") ? "S" : period.includes("Q") ? "Q" : "M"

/** Returns a time period as SDMX writes it: half-years are semesters. */
export const periodCode = (period: string): string => period.replace("-H", "-S")

/** Returns the dimensions of a table with their codes. A table with a time dimension has its frequency first, as SDMX asks, and the time last. */
export const dimensionsOf = (table: PublishedTable, described: TableDescription): ReadonlyArray<SdmxDimension> => {
  const codeLists = new Map(described.columns.map(({ name, codeList }) => [name, codeList]))
  const isTime = ({ kind, values }: PublishedTable["columns"][number]) =>
    kind === "year" && values.length > 0 && values.every((label) => timePeriod.test(label))
  const time = table.columns.find(isTime)
  const coded = table.columns
    .filter((column) => column !== time)
    .map(({ name, kind, values }) => ({
      id: upper(name),
      column: name,
      codes: codesOf(values, kind, codeLists.get(name))
    }))
  return time === undefined
    ? coded
    : [
        { id: "FREQ", column: time.name, codes: undefined },
        ...coded,
        { id: "TIME_PERIOD", column: time.name, codes: undefined }
      ]
}
