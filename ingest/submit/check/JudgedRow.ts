/** A checked row, and what the rules say of a record. */
import { type Problem, problemEntry } from "../../../schemas/Problems.ts"
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { validate, validateFields } from "../../rules/Validate.ts"
import type { FileRow } from "../read/FileRow.ts"
import { type Assembled, withFilePositions } from "./AssembleRow.ts"
import { fieldLimit } from "./FieldLimit.ts"
import { type FileProblemEntry, isError } from "./FileProblemEntry.ts"
import type { Values } from "./GatherCells.ts"

/** A row without errors, before it is pseudonymised. */
export interface WholeRow {
  readonly kind: RecordKind
  /** With `someId` in place of its id. */
  readonly record: Values
  /** The partner's own id of the record, if it gives one. */
  readonly givenId: string | undefined
  readonly hasRevision: boolean
  /** The content of a row without a case number (CTDC), which replaces the case number. */
  readonly anonymous: string | undefined
  /** Returns the partner's name of a field's column. */
  readonly nameOf: (path: string) => string
}

export interface JudgedRow {
  readonly row: FileRow
  /** `outside`: a total, a note or a header below the table's own. */
  readonly place: "above" | "header" | "data" | "outside"
  readonly problems: ReadonlyArray<FileProblemEntry>
  readonly whole: WholeRow | undefined
  /** The first row of the record, if this row continues a route that has no error. */
  readonly joins: number | undefined
  /** The case reference, if the row refuses or withdraws the consent of its case. */
  readonly refuses?: string | undefined
}

/** Adds the limit of the field to a problem that violates it. */
export const limited = (problem: FileProblemEntry, kind: RecordKind, path: string): FileProblemEntry => {
  if (problem.code !== "code-unknown" && problem.code !== "number-out-of-range") return problem
  const limit = fieldLimit(kind, path)
  return limit === undefined ? problem : { ...problem, limit }
}

/** Returns a cell's text as the partner's own id of the record; undefined if there is none. */
export const givenIdOf = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : undefined

/** Returns the case reference of a record; undefined if it has none, or one that is not a text. */
export const referenceOf = ({ caseReference }: Values): string | undefined =>
  typeof caseReference === "string" ? caseReference : undefined

/** Returns the problems of a record, with those of the rules between fields if each field is valid by itself. */
export const judgeRecord = (
  kind: RecordKind,
  { record, problems }: Assembled,
  places: ReadonlyArray<number>,
  now: number
): { readonly problems: ReadonlyArray<Problem>; readonly isWhole: boolean } => {
  const isWhole = !problems.some(({ code }) => isError(problemEntry(code)))
  const rules = isWhole ? validate : validateFields
  const moved = withFilePositions(rules(kind, record, now), places)
  return { problems: [...problems, ...moved], isWhole }
}
