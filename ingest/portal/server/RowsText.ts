/**
 * Rows as the browser sends them: one JSON object a line. Checked again by the rules of records, because what a browser says it
 * checked proves nothing; and a case reference that is no first pseudonym is refused, so that none is ever taken.
 */
import type { ProblemCode } from "../../../schemas/generated/types.ts"
import { problemEntry } from "../../../schemas/Problems.ts"
import { type FieldSpec, type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { validate } from "../../rules/Validate.ts"

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

/** Keys that no schema has: what is in them would be dropped on the way, so nobody may think that it was sent. */
const unknownKeys = (fields: ReadonlyArray<FieldSpec>, record: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(record).some((key) => !fields.some(({ name }) => name === key)) ||
  fields.some(({ name, type, fields: inner }) => {
    const items = record[name]
    return (
      type === "record" &&
      Array.isArray(items) &&
      items.some((item) => typeof item === "object" && item !== null && unknownKeys(inner, item))
    )
  })

const readRow = (line: string, row: number, now: number): SentRow | ReadonlyArray<RowProblem> => {
  const object = parse(line)
  const record = object?.["record"]
  if (object === undefined || typeof record !== "object" || record === null || Array.isArray(record))
    return [{ row, code: "json-malformed", path: "" }]
  const { kind, revisable } = object
  if (!isKind(kind)) return [{ row, code: "record-kind-unknown", path: "" }]
  const fields = record as Readonly<Record<string, unknown>>
  const problems = validate(kind, fields, now).filter(({ code }) => problemEntry(code).severity === "error")
  const raw = typeof fields["caseReference"] === "string" && !pseudonym.test(fields["caseReference"])
  const noId = typeof fields["recordId"] !== "string" || !uuid.test(fields["recordId"])
  const found: ReadonlyArray<RowProblem> = [
    ...(unknownKeys(recordSchema(kind).fields, fields) ? [{ row, code: "field-unknown" as const, path: "" }] : []),
    ...problems.map(({ code, path }) => ({ row, code, path })),
    ...(raw ? [{ row, code: "direct-identifier" as const, path: "caseReference" }] : []),
    ...(noId && !problems.some(({ path }) => path === "recordId")
      ? [{ row, code: "type-mismatch" as const, path: "recordId" }]
      : [])
  ]
  return found.length > 0 ? found : { kind, record: fields, revisable: revisable === true }
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
