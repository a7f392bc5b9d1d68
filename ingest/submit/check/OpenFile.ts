/** Opens a partner's file: determines its format, its header and the meaning of its columns, and reports their problems. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { columnsPerAnswer } from "../columns/AnswerColumns.ts"
import { bindingOf } from "../columns/BindColumn.ts"
import { type Binding, type FileFormat, isFree } from "../columns/Binding.ts"
import {
  type ColumnPlan,
  formatOfColumns,
  givesField,
  kindOfColumns,
  knownNames,
  planColumns
} from "../columns/ColumnPlan.ts"
import { mentionsConsent } from "../columns/ConsentColumn.ts"
import { countsPersons, isTableOfCounts } from "../columns/CountColumns.ts"
import { columnsPerCountry } from "../columns/CountryColumns.ts"
import { type Mapping, MappingIndex } from "../columns/Mapping.ts"
import { fieldsOfBinding, missingFields } from "../columns/MissingFields.ts"
import { isKindColumn, kindColumn, ownTarget, pathOfTarget, squeeze } from "../columns/OwnColumns.ts"
import { withoutRemarks } from "../columns/PlainHeading.ts"
import { repeatedTimes, routeBinding, unclearDestinations } from "../columns/RouteColumns.ts"
import { columnsPerPerson } from "../columns/SeveralPersons.ts"
import { similarField } from "../columns/SimilarField.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import { openCsv } from "../read/CsvTable.ts"
import { refuseFieldDictionary } from "../read/FieldDictionary.ts"
import { type FileKind, fileKindOf } from "../read/FileKind.ts"
import { FileRefused } from "../read/FileRefused.ts"
import { batchesOf, type FileRow, type RowPlace } from "../read/FileRow.ts"
import type { FileSource } from "../read/FileSource.ts"
import type { Header, HeaderScore } from "../read/FindHeader.ts"
import { jsonSheets } from "../read/JsonDocument.ts"
import { jsonTable } from "../read/JsonTable.ts"
import { longColumns, wideTable } from "../read/LongTable.ts"
import { ndjsonLines } from "../read/NdjsonLines.ts"
import { turnedTable } from "../read/TurnedTable.ts"
import {
  type KindOfNames,
  openJsonSheets,
  openWorkbookTable,
  type SheetKinds,
  type WorkbookTable
} from "../read/WorkbookTable.ts"
import type { CellComment } from "../read/xlsx/Comments.ts"
import { AgeCodes } from "./AgeCodes.ts"
import { DateOrders } from "./DateOrders.ts"
import { displayName, type FileProblemEntry, problemAt } from "./FileProblemEntry.ts"
import { RefusedCases } from "./RefusedCases.ts"
import { withSerialsOf1900 } from "./SerialsOf1904.ts"
import { shownColumn } from "./ShownColumn.ts"

export interface CheckSettings {
  /** The kind of rows that do not name one. If undefined, it follows from the columns if they belong to one kind. */
  readonly recordKind: RecordKind | undefined
  /** The standard of the columns; if undefined, it follows from the columns. */
  readonly format: FileFormat | undefined
  readonly mapping: Mapping
  /** The sheet of a workbook, by name or number. */
  readonly sheet: string | undefined
  /** The present time, in milliseconds since 1970. */
  readonly now: number
}

/** An open file, which can be read from the top repeatedly. */
export interface OpenedFile {
  readonly kind: FileKind
  readonly format: FileFormat
  /** The kind of the rows that name none; undefined if the file has several kinds, or it is not known which. */
  readonly recordKind: RecordKind | undefined
  /** The kinds of records that the file may have. */
  readonly kinds: ReadonlyArray<RecordKind>
  /** Present if sheets of several kinds are read. */
  readonly sheetKinds: SheetKinds | undefined
  readonly header: Header | undefined
  /** The separator of a CSV file; a comma for other formats. */
  readonly delimiter: string
  /** True if the file contains letters beyond ASCII. */
  readonly beyondAscii: boolean
  /** The problems of the header and of the file as a whole. */
  readonly problems: ReadonlyArray<FileProblemEntry>
  readonly mapping: MappingIndex
  readonly settings: CheckSettings
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
  /** Returns where a row of several sheets is; undefined for a row of one table. */
  readonly placeOf: (row: number) => RowPlace | undefined
  /** Returns the meaning of the columns for a kind of record. */
  readonly planOf: (kind: RecordKind) => ColumnPlan
  /** The cases whose consent a row refuses, as far as the file was read. */
  readonly refusedCases: RefusedCases
  readonly dateOrders: DateOrders
  readonly ageCodes: AgeCodes
}

const whyCode = {
  merged: "column-merged",
  "not collected": "column-not-collected",
  derived: "column-not-collected",
  offender: "column-offender",
  tool: "column-not-collected",
  banner: undefined
} as const

/** CTDC files have neither case number nor consent; both are implied. A consent of an unclear kind is asked about. */
const implied: Readonly<Record<string, "ctdc-no-case-number" | "ctdc-consent-implied">> = {
  caseReference: "ctdc-no-case-number",
  researchUseConsent: "ctdc-consent-implied"
}

const repeated = ({ bindings }: ColumnPlan): ReadonlySet<number> => {
  const seen = new Set<string>()
  const found = new Set<number>(repeatedTimes(bindings))
  for (const [i, binding] of bindings.entries()) {
    if ((binding.to !== "target" && binding.to !== "leg-date") || (binding.to === "target" && binding.isOneOf)) continue
    const path = pathOfTarget(binding.target)
    if (seen.has(path)) found.add(i)
    seen.add(path)
  }
  return found
}

const suggestion = (plans: ReadonlyArray<ColumnPlan>, name: string) => {
  const given = new Set(plans.flatMap(({ bindings }) => bindings.flatMap(fieldsOfBinding)))
  const similar = similarField(
    plans.map(({ kind }) => kind),
    name
  )
  return similar === undefined || given.has(similar) ? {} : { similar }
}

/** Fields that partners often lack in a table that has all others: they are asked for when the table is sent as that kind of record. */
const askedFor = new Set(["researchUseConsent", "registeredOn", "year", "country"])

/**
 * Returns the positions of columns that belong to another kind of record, if the file has what this kind requires, or what is asked for is all that is
 * missing: a survey of persons and their routes is sent once as each.
 */
const ofOtherKind = (
  plans: ReadonlyArray<ColumnPlan>,
  planOf: (kind: RecordKind) => ColumnPlan,
  mapping: MappingIndex
): ReadonlySet<number> => {
  const [plan, ...others] = plans
  if (plan === undefined || others.length > 0) return new Set()
  const found = recordKinds.map((kind) => {
    const other = planOf(kind)
    if (kind === plan.kind || !missingFields(other, mapping).every((field) => askedFor.has(field))) return []
    return other.bindings.flatMap((binding, i) =>
      givesField(binding) && plan.bindings[i]?.to === "unknown" ? [i] : []
    )
  })
  return new Set(found.filter(({ length }) => length > 1).flat())
}

const noColumns: ReadonlySet<number> = new Set()

const headerProblems = (
  header: Header,
  plans: ReadonlyArray<ColumnPlan>,
  format: FileFormat,
  mapping: MappingIndex,
  otherKind: ReadonlySet<number>,
  isBySheet: boolean
): ReadonlyArray<FileProblemEntry> => {
  const { row, names, known } = header
  const at = (code: Parameters<typeof problemAt>[0], column: string) => problemAt(code, row, column, "header")
  const problems: Array<FileProblemEntry> = []
  const perCountry = columnsPerCountry(names, plans)
  const [only] = plans.length === 1 ? plans : []
  const perAnswer = only === undefined ? noColumns : columnsPerAnswer(only.kind, missingFields(only, mapping), names)
  const perPerson = columnsPerPerson(names, mapping)
  const countsInRow = only?.kind === "proceeding"
  const unclearPlaces = only === undefined ? noColumns : unclearDestinations(only)
  const isConsentMissing = plans.some((plan) => missingFields(plan, mapping).includes("researchUseConsent"))
  /** Consent of an unstated kind is no consent to research, so that the partner is asked. */
  const hasNoField = ({ to }: Binding) => to === "unknown" || (to === "other-consent" && isConsentMissing)
  if (known === 0) problems.push(at("header-unknown", ""))
  if (known === 0 && isTableOfCounts(names)) problems.push(at("table-of-counts", ""))
  for (const [i, written] of names.entries()) {
    // A name of a field of any kind, or of a place of a route, whose words are all known: `Методи` is also a first name.
    const isOwnName = recordKinds.some(
      (kind) => ownTarget(kind, written) !== undefined || routeBinding(kind, written) !== undefined
    )
    const identifies = !isOwnName && holdsIdentifier(written, "heading")
    const name = identifies ? shownColumn(header, i) : written
    const bindings = plans.map((plan) => plan.bindings[i] as ColumnPlan["bindings"][number])
    const isUnbound = bindings.every((binding) => binding.to === "free-text" || isFree(binding))
    if (bindings.some(({ to }) => to === "direct") || (identifies && isUnbound))
      problems.push(at("column-direct-identifier", name))
    else if (!countsInRow && countsPersons(withoutRemarks(name)) && bindings.every(({ to }) => to === "unknown"))
      problems.push(at("table-of-counts", name))
    else if (perPerson.has(i)) problems.push(at("column-per-person", name))
    else if (perCountry.has(i)) problems.push(at("column-per-country", name))
    else if (unclearPlaces.has(i)) problems.push(at("column-destination-unclear", name))
    else if (perAnswer.has(i) && bindings.every(({ to }) => to === "unknown"))
      problems.push(at("column-per-answer", name))
    else if (otherKind.has(i)) problems.push(at("column-of-other-kind", name))
    else if (name !== "" && bindings.every((binding) => hasNoField(binding) || binding.to === "free-text"))
      problems.push({ ...at("column-unknown", shownColumn(header, i)), ...suggestion(plans, name) })
    else if (bindings.every(({ to }) => to === "nothing" || to === "unknown")) {
      const [nothing] = bindings.flatMap((binding) => (binding.to === "nothing" ? [whyCode[binding.why]] : []))
      if (nothing !== undefined) problems.push(at(nothing, name))
    }
    if (!perPerson.has(i) && plans.some((plan) => repeated(plan).has(i))) problems.push(at("column-repeated", name))
    if (
      bindings.some(
        (binding) =>
          binding.to === "target" &&
          (binding.standsIn || (binding.standard === "htcds" && binding.target.field.name === "registeredOn"))
      )
    )
      problems.push(at("column-stands-in", name))
  }
  // In one table with several kinds, each row says what it is, and its fields are missed in the row.
  if (plans.length > 1 && !isBySheet) return problems
  const missing = [...new Set(plans.flatMap((plan) => missingFields(plan, mapping)))]
  const isCounts = format !== "ctdc" && missing.includes("caseReference") && isTableOfCounts(names)
  return [
    ...(isCounts ? [at("table-of-counts", "")] : []),
    ...problems,
    ...missing.map((field) => {
      const isAsked = field === "researchUseConsent" && names.some(mentionsConsent)
      const code = format === "ctdc" && !isAsked ? implied[field] : undefined
      const isOfRecord = field === "country" && plans.every(({ kind }) => ownTarget(kind, field) !== undefined)
      return { ...at(code ?? (isOfRecord ? "column-country-missing" : "column-missing"), field), field }
    })
  ]
}

interface Table {
  readonly header: Header | undefined
  readonly delimiter: string
  readonly beyondAscii: boolean
  readonly remarks: ReadonlyArray<FileProblemEntry>
  readonly rows: () => AsyncGenerator<ReadonlyArray<FileRow>>
  readonly placeOf?: WorkbookTable["placeOf"]
  readonly sheetKinds?: SheetKinds
  readonly is1904?: boolean
}

/** Returns whether JSON is one document and not one object per line: it starts with a list, or its first line is not an object. */
const isDocument = async (source: FileSource): Promise<boolean> => {
  if (/\.(?:geo)?json$/i.test(source.name)) return true
  return new TextDecoder()
    .decode(await source.read(0, 64))
    .trimStart()
    .startsWith("[")
}

/** Returns a function whose result is the same for column names that give the same field. */
const meaningOf = (mapping: MappingIndex, format: FileFormat | undefined) => (name: string) => {
  const fields = recordKinds.map((kind) => {
    const binding = bindingOf(kind, name.trim(), mapping, format)
    return binding.to === "target" || binding.to === "leg-date" ? pathOfTarget(binding.target) : ""
  })
  return fields.some((field) => field !== "") ? fields.join("\0") : squeeze(name)
}

/** Above any number of columns that a table may have. */
const certainScore = 1_000_000

/** Bytes. Forms and lists of fields are smaller; the rows of a larger file are not looked at twice. */
const largestForm = 4_000_000

/** Returns a form with a case in each column, as a table with a row for each. */
const turned = async (table: Table, size: number, score: HeaderScore): Promise<Table> => {
  if (size > largestForm) return table
  await refuseFieldDictionary(table.rows, score)
  const found = await turnedTable(table.header, table.rows, score)
  if (found === undefined) return table
  return { ...table, ...found, remarks: [...table.remarks, problemAt("table-turned", 0, "", "header")] }
}

/** Problems of the sheets of a workbook; those that are not read are named. */
const problemsOfSheets = ({ remarks, leftOut = "" }: Pick<WorkbookTable, "remarks" | "leftOut">) =>
  remarks.map((code) => ({
    ...problemAt(code, 0, "", "header"),
    ...(code === "sheets-unread" && leftOut !== "" ? { sheet: displayName(leftOut) } : {})
  }))

/** Problems that point to comments on cells, which are not read. */
const commentProblems = (comments: ReadonlyArray<CellComment>): ReadonlyArray<FileProblemEntry> => [
  ...(comments.length === 0 ? [] : [problemAt("comments-unread", 0, "", "header")]),
  ...comments
    .filter(({ text }) => holdsIdentifier(text, "cell"))
    .map(({ row }) => problemAt("direct-identifier", row, "", "header"))
]

/** Returns a table with a row for each value, as a table with a row for each event. */
const widened = async (table: Table, size: number, score: HeaderScore): Promise<Table> => {
  const long = table.header === undefined ? undefined : longColumns(table.header.names)
  if (table.header === undefined || long === undefined) return table
  const { header, rows } = await wideTable(table.header, long, table.rows, size)
  return { ...table, header: { ...header, known: score(header.names) }, rows }
}

/** Returns whether a column has the kind of record of each row. */
const namesKind = (names: ReadonlyArray<string>, mapping: MappingIndex): boolean =>
  names.some((name) => isKindColumn(name) || mapping.columnsOf(name)?.[0] === kindColumn)

const openTable = async (
  source: FileSource,
  kind: FileKind,
  settings: CheckSettings,
  mapping: MappingIndex
): Promise<Table> => {
  const known: HeaderScore = (names, least) => knownNames(names, mapping, settings.format, least)
  const kindOf: KindOfNames = (names) =>
    settings.recordKind === undefined && !namesKind(names, mapping)
      ? kindOfColumns(names, mapping, settings.format)
      : undefined
  // The values of such a table are known names.
  const score: HeaderScore = (names, least) => (longColumns(names) === undefined ? known(names, least) : certainScore)
  if (kind === "ndjson") {
    const sheets = (await isDocument(source)) ? await jsonSheets(source) : undefined
    if (sheets !== undefined && sheets.length > 1) {
      const table = await openJsonSheets(sheets, known, meaningOf(mapping, settings.format), kindOf, settings.sheet)
      const said = problemsOfSheets(table)
      return { ...table, delimiter: ",", beyondAscii: true, remarks: said }
    }
    const document = sheets?.[0]?.rows
    const said = sheets?.some(({ hasMore }) => hasMore) ? [problemAt("records-on-pages", 0, "", "header")] : []
    const rows = document === undefined ? () => ndjsonLines(source) : () => batchesOf(document)
    return { ...(await jsonTable(rows, known)), delimiter: ",", beyondAscii: true, remarks: said }
  }
  if (kind === "csv") {
    const { header, delimiter, encoding, rows } = await openCsv(source, score)
    const table = { header, delimiter, beyondAscii: encoding.beyondAscii, remarks: [], rows }
    return widened(await turned(table, source.size, known), source.size, known)
  }
  const { comments, ...found } = await openWorkbookTable(
    source,
    score,
    meaningOf(mapping, settings.format),
    kindOf,
    settings.sheet
  )
  const said = [...problemsOfSheets(found), ...commentProblems(comments)]
  const table = { ...found, delimiter: ",", beyondAscii: true, remarks: said }
  return widened(await turned(table, source.size, known), source.size, known)
}

/** Opens the file. Throws `FileRefused` if it cannot be read, or not safely. */
export const openFile = async (source: FileSource, settings: CheckSettings): Promise<OpenedFile> => {
  const kind = await fileKindOf(source)
  const mapping = new MappingIndex(settings.mapping)
  const table = await openTable(source, kind, settings, mapping)
  const { header, delimiter, beyondAscii, remarks, placeOf, sheetKinds } = table
  if (kind !== "ndjson" && header === undefined) throw new FileRefused("file-empty")
  const names = header?.names ?? []
  const chosenKind =
    sheetKinds === undefined ? (settings.recordKind ?? kindOfColumns(names, mapping, settings.format)) : undefined
  const named = namesKind(names, mapping)
  const kinds = sheetKinds?.kinds ?? (chosenKind === undefined || named ? recordKinds : [chosenKind])
  const planOf = remembered((recordKind: RecordKind): ColumnPlan => {
    // A column of a sheet with another kind of record means nothing for this one.
    const own = sheetKinds?.kinds.includes(recordKind)
      ? names.map((name, i) => (sheetKinds.hasColumn(recordKind, i) ? name : ""))
      : names
    return planColumns(recordKind, own, mapping, settings.format)
  })
  const format = settings.format ?? formatOfColumns(kinds.map(planOf))
  const others = ofOtherKind(kinds.map(planOf), planOf, mapping)
  const inFile =
    header === undefined
      ? []
      : headerProblems(header, kinds.map(planOf), format, mapping, others, sheetKinds !== undefined)
  const kindless =
    header !== undefined && header.known > 0 && chosenKind === undefined && !named && sheetKinds === undefined
      ? [problemAt("record-kind-unknown", header.row, "", "header")]
      : []
  return {
    kind,
    format,
    recordKind: chosenKind,
    kinds,
    sheetKinds,
    header,
    delimiter,
    beyondAscii,
    problems: [...remarks, ...inFile, ...kindless],
    mapping,
    settings,
    rows: table.is1904 === true ? () => withSerialsOf1900(table.rows(), kinds.map(planOf)) : table.rows,
    placeOf: placeOf ?? (() => undefined),
    planOf,
    refusedCases: new RefusedCases(),
    dateOrders: new DateOrders(table.placeOf ?? (() => undefined)),
    ageCodes: new AgeCodes(mapping)
  }
}
