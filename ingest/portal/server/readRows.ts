import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { type Problem, problemEntry } from "../../../schemas/Problems.ts"
import { uuid } from "../../../schemas/uuid.ts"
import { isFirstPseudonym } from "../../keys/CaseNumber.ts"
import { validate } from "../../rules/Validate.ts"
import { assembleObject } from "../../submit/check/AssembleRow.ts"
import type { ReadyRow } from "../../submit/check/pseudonymiseRows.ts"
import { isKind } from "../../submit/check/RowKinds.ts"
import { emptyMapping, MappingIndex } from "../../submit/columns/Mapping.ts"
import { isObject, type Json } from "../../submit/values/JsonObject.ts"

interface RowProblem {
  /** Index in the request, from 0. */
  readonly row: number
  readonly code: ProblemCode
  readonly path: string
}

const parse = (line: string): Json | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const noMapping = { mapping: new MappingIndex(emptyMapping), nothingWords: new Set<string>() }

const readRow = (line: string, row: number, now: number): ReadyRow | ReadonlyArray<RowProblem> => {
  const object = parse(line)
  const raw = object?.["record"]
  if (object === undefined || typeof raw !== "object" || raw === null || Array.isArray(raw))
    return [{ row, code: "json-malformed", path: "" }]
  const { kind, revisable, earlierId } = object
  if (!isKind(kind)) return [{ row, code: "record-kind-unknown", path: "" }]
  const errorsOf = (problems: ReadonlyArray<Problem>): ReadonlyArray<RowProblem> =>
    problems
      .filter(({ code }) => problemEntry(code).severity === "error")
      .map(({ code, path }) => ({ row, code, path }))
  const { recordId, caseReference } = raw as Readonly<Record<string, unknown>>
  // The shape is checked first, because the rules rely on it.
  const assembled = assembleObject(kind, raw as Readonly<Record<string, unknown>>, [], noMapping)
  const record = { ...assembled.record, recordId }
  const wrongId = typeof recordId !== "string" || !uuid.test(recordId)
  const shape = [
    ...errorsOf(assembled.problems),
    // Unknown fields are dropped, so the sender must learn that they were not accepted.
    ...(assembled.problems.some(({ code }) => code === "field-unknown")
      ? [{ row, code: "field-unknown" as const, path: "" }]
      : []),
    ...(wrongId ? [{ row, code: "record-id-malformed" as const, path: "recordId" }] : []),
    ...(typeof caseReference === "string" && !isFirstPseudonym(caseReference)
      ? [{ row, code: "direct-identifier" as const, path: "caseReference" }]
      : [])
  ]
  if (shape.length > 0) return shape
  const invalid = errorsOf(validate(kind, record, now))
  if (invalid.length > 0) return invalid
  const earlier = typeof earlierId === "string" && uuid.test(earlierId) ? { earlierId } : {}
  return { kind, record, revisable: revisable === true, ...earlier }
}

/**
 * Reads the rows of a request, one JSON object per line, or returns every problem.
 *
 * The rows are validated again, because a client may not have checked them. A case reference that is not a pseudonym is an error, so
 * no case number is ever accepted.
 */
export const readRows = (
  text: string,
  maxRows: number,
  now: number
): { readonly rows: ReadonlyArray<ReadyRow> } | { readonly problems: ReadonlyArray<RowProblem> } => {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  if (lines.length === 0 || lines.length > maxRows)
    return { problems: [{ row: 0, code: "message-too-large", path: "" }] }
  const read = lines.map((line, row) => readRow(line, row, now))
  const problems = read.filter((one) => Array.isArray(one)).flat() as ReadonlyArray<RowProblem>
  return problems.length > 0 ? { problems } : { rows: read as ReadonlyArray<ReadyRow> }
}
