/** Applies all rules to a record: `FieldRules` (from the schema), `RecordRules` and `LegRules`. */
import type { Problem } from "../../schemas/Problems.ts"
import { type RecordKind, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { fieldRules, type Rule, type Shaped } from "./FieldRules.ts"
import { recordRules } from "./RecordRules.ts"

const ofFields = new Map<RecordKind, ReadonlyArray<Rule>>(
  recordSchemas.map((schema) => [schema.kind, fieldRules(schema)])
)
const all = new Map<RecordKind, ReadonlyArray<Rule>>(
  recordSchemas.map(({ kind }) => [
    kind,
    [...(ofFields.get(kind) as ReadonlyArray<Rule>), ...(recordRules.get(kind) ?? [])]
  ])
)

const none: ReadonlyArray<Problem> = []

const apply = (rules: ReadonlyArray<Rule>, record: Shaped, sentAt: number): ReadonlyArray<Problem> => {
  const problems: Array<Problem> = []
  for (const rule of rules) rule(record, "", sentAt, problems)
  return problems.length === 0 ? none : problems
}

/**
 * Returns all problems of a record with the structure of its schema. `sentAt` is the time of sending, in milliseconds since 1970, so that a
 * replay years later gives the same result.
 */
export const validate = (kind: RecordKind, record: Shaped, sentAt: number): ReadonlyArray<Problem> =>
  apply(all.get(kind) as ReadonlyArray<Rule>, record, sentAt)

/** Returns the problems of the present fields of a record that lacks some, or has some of a wrong type. */
export const validateFields = (kind: RecordKind, record: Shaped, sentAt: number): ReadonlyArray<Problem> =>
  apply(ofFields.get(kind) as ReadonlyArray<Rule>, record, sentAt)
