/** Opens a partner's file: what it is, where its header stands, what its columns mean, and everything that is wrong with these. */
import { type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import type { FileFormat } from "../columns/Binding.ts"
import { type ColumnPlan, formatOfColumns, isKnownColumn, kindOfColumns, planColumns } from "../columns/ColumnPlan.ts"
import { type Mapping, MappingIndex } from "../columns/Mapping.ts"
import { ownTarget, pathOfTarget } from "../columns/OwnColumns.ts"
import { openCsv } from "../read/CsvTable.ts"
import { type FileKind, fileKindOf } from "../read/FileKind.ts"
import { FileRefused } from "../read/FileRefused.ts"
import type { FileRow } from "../read/FileRow.ts"
import type { FileSource } from "../read/FileSource.ts"
import type { Header } from "../read/FindHeader.ts"
import { ndjsonLines } from "../read/NdjsonLines.ts"
import { openWorkbookTable } from "../read/WorkbookTable.ts"
import { type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"

export interface CheckSettings {
  /** The kind of rows that name none; undefined: told from the columns where they belong to one kind. */
  readonly recordKind: RecordKind | undefined
  /** Whose columns the file has; undefined: told from the columns. */
  readonly format: FileFormat | undefined
  readonly mapping: Mapping
  /** The sheet of a workbook, by its name or number. */
  readonly sheet: string | undefined
  /** Now, in milliseconds since 1970. */
  readonly now: number
}

/** A file that can be read, from the top as often as is wanted. */
export interface OpenedFile {
  readonly kind: FileKind
  readonly format: FileFormat
  readonly recordKind: RecordKind | undefined
  readonly header: Header | undefined
  /** Separator of a CSV file; a comma for other kinds. */
  readonly delimiter: string
  /** True when the file holds letters beyond ASCII. */
  readonly beyondAscii: boolean
  /** What is wrong with the header and the file as a whole. */
  readonly problems: ReadonlyArray<FileProblemEntry>
  readonly mapping: MappingIndex
  readonly settings: CheckSettings
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
  /** What the columns mean for a kind of record. */
  readonly planOf: (kind: RecordKind) => ColumnPlan
}

const whyCode = {
  merged: "column-merged",
  "not collected": "column-not-collected",
  derived: "column-not-collected",
  banner: undefined
} as const

/** Fields that a record must have and that no column or constant gives. */
const missingFields = ({ kind, bindings }: ColumnPlan, mapping: MappingIndex): ReadonlyArray<string> => {
  const given = new Set<string>(
    bindings.flatMap((binding) => {
      if (binding.to === "target" || binding.to === "leg-date")
        return [binding.target.list?.name ?? binding.target.field.name]
      return binding.to === "flag" ? [binding.field.name] : []
    })
  )
  for (const [column] of mapping.constants) {
    const target = ownTarget(kind, column)
    if (target !== undefined) given.add(target.field.name)
  }
  return recordSchema(kind)
    .fields.filter(({ optional, name }) => !optional && name !== "recordId" && !given.has(name))
    .map(({ name }) => name)
}

/** In CTDC's files no row names its case or says that the person agreed: both are implied by what the files are. */
const implied: Readonly<Record<string, "ctdc-no-case-number" | "ctdc-consent-implied">> = {
  caseReference: "ctdc-no-case-number",
  researchUseConsent: "ctdc-consent-implied"
}

const repeated = ({ bindings }: ColumnPlan): ReadonlySet<number> => {
  const seen = new Set<string>()
  const found = new Set<number>()
  for (const [i, binding] of bindings.entries()) {
    if (binding.to !== "target" && binding.to !== "leg-date") continue
    const path = pathOfTarget(binding.target)
    if (seen.has(path)) found.add(i)
    seen.add(path)
  }
  return found
}

const headerProblems = (
  { row, names, known }: Header,
  plans: ReadonlyArray<ColumnPlan>,
  format: FileFormat,
  mapping: MappingIndex
): ReadonlyArray<FileProblemEntry> => {
  const at = (code: Parameters<typeof problemAt>[0], column: string) => problemAt(code, row, column, "header")
  const problems: Array<FileProblemEntry> = []
  if (known === 0) problems.push(at("header-unknown", ""))
  for (const [i, name] of names.entries()) {
    const bindings = plans.map((plan) => plan.bindings[i] as ColumnPlan["bindings"][number])
    if (bindings.some(({ to }) => to === "direct")) problems.push(at("column-direct-identifier", name))
    else if (name !== "" && bindings.every(({ to }) => to === "unknown" || to === "free-text"))
      // Where no name is known, the first row may hold values: they are not told.
      problems.push(at("column-unknown", known > 0 ? name : `column ${i + 1}`))
    else if (bindings.every(({ to }) => to === "nothing" || to === "unknown")) {
      const [nothing] = bindings.flatMap((binding) => (binding.to === "nothing" ? [whyCode[binding.why]] : []))
      if (nothing !== undefined) problems.push(at(nothing, name))
    }
    if (plans.some((plan) => repeated(plan).has(i))) problems.push(at("column-repeated", name))
    if (
      bindings.some(
        (binding) =>
          binding.to === "target" && binding.standard === "htcds" && binding.target.field.name === "registeredOn"
      )
    )
      problems.push(at("column-stands-in", name))
  }
  const [plan] = plans
  if (plan === undefined || plans.length > 1) return problems
  return [
    ...problems,
    ...missingFields(plan, mapping).map((field) => {
      const code = format === "ctdc" ? implied[field] : undefined
      return at(code ?? "column-missing", field)
    })
  ]
}

interface Table {
  readonly header: Header | undefined
  readonly delimiter: string
  readonly beyondAscii: boolean
  readonly remarks: ReadonlyArray<FileProblemEntry>
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
}

const openTable = async (
  source: FileSource,
  kind: FileKind,
  settings: CheckSettings,
  mapping: MappingIndex
): Promise<Table> => {
  const score = (names: ReadonlyArray<string>) =>
    names.filter((name) => isKnownColumn(name.trim(), mapping, settings.format)).length
  if (kind === "ndjson")
    return { header: undefined, delimiter: ",", beyondAscii: true, remarks: [], rows: () => ndjsonLines(source) }
  if (kind === "csv") {
    const { header, delimiter, encoding, rows } = await openCsv(source, score)
    return { header, delimiter, beyondAscii: encoding.beyondAscii, remarks: [], rows }
  }
  const { header, rows, remarks } = await openWorkbookTable(source, score, settings.sheet)
  return {
    header,
    delimiter: ",",
    beyondAscii: true,
    remarks: remarks.map((code) => problemAt(code, 0, "", "header")),
    rows
  }
}

/** Opens the file. Throws `FileRefused` when it cannot be read, or not safely. */
export const openFile = async (source: FileSource, settings: CheckSettings): Promise<OpenedFile> => {
  const kind = await fileKindOf(source)
  const mapping = new MappingIndex(settings.mapping)
  const { header, delimiter, beyondAscii, remarks, rows } = await openTable(source, kind, settings, mapping)
  if (kind !== "ndjson" && header === undefined) throw new FileRefused("file-empty")
  const names = header?.names ?? []
  const told = settings.recordKind ?? kindOfColumns(names, mapping, settings.format)
  const named = names.some((name) => name.trim().toLowerCase() === "record" || mapping.columnOf(name) === "record")
  const kinds = told === undefined || named ? recordKinds : [told]
  const plans = new Map<RecordKind, ColumnPlan>()
  const planOf = (of: RecordKind): ColumnPlan => {
    const known = plans.get(of)
    if (known !== undefined) return known
    const made = planColumns(of, names, mapping, settings.format)
    plans.set(of, made)
    return made
  }
  const format = settings.format ?? formatOfColumns(kinds.map(planOf))
  const inFile = header === undefined ? [] : headerProblems(header, kinds.map(planOf), format, mapping)
  const kindless =
    header !== undefined && header.known > 0 && told === undefined && !named
      ? [problemAt("record-kind-unknown", header.row, "", "header")]
      : []
  return {
    kind,
    format,
    recordKind: told,
    header,
    delimiter,
    beyondAscii,
    problems: [...remarks, ...inFile, ...kindless],
    mapping,
    settings,
    rows,
    planOf
  }
}
