/**
 * Rows as the browser sends them: one JSON object a line. Checked again by the rules of records, because what a browser says it
 * checked proves nothing; and a case reference that is no first pseudonym is refused, so that none is ever taken.
 */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { type Problem, problemEntry } from "../../../schemas/Problems.ts"
import { type RecordKind, recordKinds } from "../../../schemas/RecordSchemas.ts"
import { validate } from "../../rules/Validate.ts"
import { assembleObject } from "../../submit/check/AssembleRow.ts"
import { emptyMapping, MappingIndex } from "../../submit/columns/Mapping.ts"

/** A record of its kind, ready for the partner's topic. */
export interface SentRow {
  readonly kind: RecordKind
  readonly record: Readonly<Record<string, unknown>>
  /** True when the partner gave the record an id and no revision: then a change of it becomes its next revision. */
  readonly revisable: boolean
}

export interface RowProblem {
  /** Place in what was sent, from 0 on. */
  readonly row: number
  readonly code: ProblemCode
  readonly path: string
}

const pseudonym = /^[0-9a-f]{64}$/
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const isKind = (word: unknown): word is RecordKind => recordKinds.includes(word as RecordKind)

const parse = (line: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

const asWritten = { mapping: new MappingIndex(emptyMapping), nothingWords: new Set<string>() }

const readRow = (line: string, row: number, now: number): SentRow | ReadonlyArray<RowProblem> => {
  const object = parse(line)
  const raw = object?.["record"]
  if (object === undefined || typeof raw !== "object" || raw === null || Array.isArray(raw))
    return [{ row, code: "json-malformed", path: "" }]
  const { kind, revisable } = object
  if (!isKind(kind)) return [{ row, code: "record-kind-unknown", path: "" }]
  const placed = (problems: ReadonlyArray<Problem>): ReadonlyArray<RowProblem> =>
    problems
      .filter(({ code }) => problemEntry(code).severity === "error")
      .map(({ code, path }) => ({ row, code, path }))
  const { recordId, caseReference } = raw as Readonly<Record<string, unknown>>
  // The shape first: the rules trust it.
  const shaped = assembleObject(kind, raw as Readonly<Record<string, unknown>>, [], asWritten)
  const record = { recordId, ...shaped.record }
  const wrongId = typeof recordId !== "string" || !uuid.test(recordId)
  const shape = [
    ...placed(shaped.problems),
    // What was no field would be dropped on the way, and somebody might think that it was sent.
    ...(shaped.problems.some(({ code }) => code === "field-unknown")
      ? [{ row, code: "field-unknown" as const, path: "" }]
      : []),
    ...(wrongId ? [{ row, code: "record-id-malformed" as const, path: "recordId" }] : []),
    ...(typeof caseReference === "string" && !pseudonym.test(caseReference)
      ? [{ row, code: "direct-identifier" as const, path: "caseReference" }]
      : [])
  ]
  if (shape.length > 0) return shape
  const broken = placed(validate(kind, record, now))
  return broken.length > 0 ? broken : { kind, record, revisable: revisable === true }
}

/** The rows of a request's text, or everything that is wrong with them. */
export const readRows = (
  text: string,
  most: number,
  now: number
): { readonly rows: ReadonlyArray<SentRow> } | { readonly problems: ReadonlyArray<RowProblem> } => {
  const lines = text.split("\n").filter((line) => line.trim() !== "")
  if (lines.length === 0 || lines.length > most) return { problems: [{ row: 0, code: "message-too-large", path: "" }] }
  const read = lines.map((line, row) => readRow(line, row, now))
  const problems = read.filter((one) => Array.isArray(one)).flat() as ReadonlyArray<RowProblem>
  return problems.length > 0 ? { problems } : { rows: read as ReadonlyArray<SentRow> }
}
