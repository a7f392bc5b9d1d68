/** Checks a JSON record with Corridor's structure. Other JSON is read as a table. */
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { isDirectIdentifierColumn, isFreeTextColumn } from "../columns/DirectColumns.ts"
import { marksOf } from "../columns/MarkedRows.ts"
import { kindColumn, reportColumn } from "../columns/OwnColumns.ts"
import { holdsIdentifier } from "../identifiers/FindIdentifier.ts"
import type { ObjectRow } from "../read/FileRow.ts"
import { isObject } from "../values/JsonObject.ts"
import { assembleObject, refusalOf } from "./AssembleRow.ts"
import { type FileProblemEntry, isError, problemAt } from "./FileProblemEntry.ts"
import type { AssembleOptions, Values } from "./GatherCells.ts"
import { type IdentifyingCells, isHidden, misplaced } from "./IdentifyingCells.ts"
import { givenIdOf, type JudgedRow, judgeRecord, limited, referenceOf, type WholeRow } from "./JudgedRow.ts"
import type { OpenedFile } from "./OpenFile.ts"
import type { RouteEnds } from "./RouteEnds.ts"
import { isKind, kindsOfObjects } from "./RowKinds.ts"

const valueAt = (object: unknown, path: string): unknown =>
  path
    .split(/[.[\]]+/)
    .filter((step) => step !== "")
    .reduce<unknown>(
      (value, step) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, step) ? (value as Values)[step] : undefined,
      object
    )

/** Returns the problems of keys that mark the record as deleted or as a duplicate, also in an object of a tool's: `__system.reviewState`. */
const problemsOfMarks = ({ row, object }: ObjectRow): ReadonlyArray<FileProblemEntry> => {
  const entries = Object.entries(object).flatMap(([key, value]) =>
    isObject(value)
      ? Object.entries(value).map(([inner, item]) => [`${key}.${inner}`, item] as const)
      : [[key, value] as const]
  )
  const names = entries.map(([key]) => key)
  const cells = entries.map(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value) ? String(value).trim() : ""
  )
  return marksOf(names)
    .filter(({ isMark }) => isMark(cells))
    .map(({ at }) => problemAt("row-marked", row, names[at] ?? ""))
}

export class ObjectChecker {
  private readonly opened: OpenedFile
  private readonly options: AssembleOptions
  private readonly cells: IdentifyingCells
  private readonly routeEnds: RouteEnds
  private readonly kindOfKeys: (object: Values) => RecordKind | undefined

  constructor(opened: OpenedFile, options: AssembleOptions, cells: IdentifyingCells, routeEnds: RouteEnds) {
    this.opened = opened
    this.options = options
    this.cells = cells
    this.routeEnds = routeEnds
    this.kindOfKeys = kindsOfObjects(opened)
  }

  check(row: ObjectRow): JudgedRow {
    const { object } = row
    const own = Object.hasOwn(object, kindColumn) && object[kindColumn] !== "" ? object[kindColumn] : undefined
    const named = own ?? this.opened.recordKind ?? this.kindOfKeys(object)
    const identifying = this.identifyingKeys(row)
    if (!isKind(named)) {
      const problem = problemAt("record-kind-unknown", row.row, kindColumn)
      const refuses = refusalOf("route", object, this.options) === undefined ? undefined : referenceOf(object)
      return { row, place: "data", problems: [...identifying, problem], whole: undefined, joins: undefined, refuses }
    }
    const assembled = assembleObject(named, object, [kindColumn, reportColumn], this.options)
    const { problems, isWhole } = judgeRecord(named, assembled, [], this.opened.settings.now)
    const placed = problems.map(({ code, path }) => {
      const value = misplaced.has(code) || code === "field-unknown" ? valueAt(object, path) : undefined
      const hidden = typeof value === "string" && isHidden(code, path, value)
      return limited(problemAt(hidden ? "direct-identifier" : code, row.row, path), named, path)
    })
    const free = ["caseReference", "recordId"]
      .filter((key) => typeof object[key] === "string" && holdsIdentifier((object[key] as string).trim(), "reference"))
      .filter((key) => !placed.some(({ code, column }) => code === "direct-identifier" && column === key))
      .map((key) => problemAt("direct-identifier", row.row, key))
    const isPart = named === "route" && object["recordId"] === undefined && this.routeEnds.goesOn(assembled.record)
    const all = [
      ...placed,
      ...free,
      ...identifying,
      ...problemsOfMarks(row),
      ...(isPart ? [problemAt("route-rows-apart", row.row, "")] : [])
    ]
    const ok = isWhole && !all.some(isError)
    const whole: WholeRow = {
      kind: named,
      record: assembled.record,
      givenId: givenIdOf(object["recordId"]),
      hasRevision: Object.hasOwn(object, "revision"),
      anonymous: undefined,
      nameOf: (path) => path
    }
    const isRefusal = named === "withdrawal" || refusalOf(named, object, this.options) !== undefined
    const refuses = isRefusal ? referenceOf(assembled.record) : undefined
    return { row, place: "data", problems: all, whole: ok ? whole : undefined, joins: undefined, refuses }
  }

  private identifyingKeys({ row, object }: ObjectRow): ReadonlyArray<FileProblemEntry> {
    const key = Object.keys(object).find(isDirectIdentifierColumn)
    const texts = Object.entries(object).filter(
      ([name, value]) => isFreeTextColumn(name) && value !== null && String(value).trim() !== ""
    )
    return [
      ...(key === undefined ? [] : [problemAt("column-direct-identifier", row, key)]),
      ...texts.flatMap(([name]) => this.cells.freeText(row, name))
    ]
  }
}
