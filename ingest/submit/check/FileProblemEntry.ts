/** A problem with its place in the file. Holds no value of any cell. */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import type { FieldLimit } from "./FieldLimit.ts"

export interface FileProblemEntry {
  readonly code: ProblemCode
  readonly severity: "error" | "warning"
  /** As a spreadsheet shows it; 0 for the file as a whole. */
  readonly row: number
  /** The partner's own name of the column, made safe to show; empty for the row as a whole. */
  readonly column: string
  /** Which list of the report it belongs to. */
  readonly part: "header" | "row"
  /** What the field allows, where a value breaks that. */
  readonly limit?: FieldLimit
}

/** Signs that a name may not bring to a screen: control signs, marks of direction, invisible ones. */
const unsafeSigns = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu

/** A column's name as it may be shown: one line, no sign that changes how others look, not too long. */
export const shownName = (name: string): string => {
  const plain = name.replace(unsafeSigns, "\ufffd")
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain
}

export const problemAt = (
  code: ProblemCode,
  row: number,
  column: string,
  part: FileProblemEntry["part"] = "row"
): FileProblemEntry => ({ code, severity: problemEntry(code).severity, row, column: shownName(column), part })

export const isError = (problem: { readonly severity: "error" | "warning" }): boolean => problem.severity === "error"
