/** Questions that apply only after certain answers (`codelists/field-conditions.csv`). A form hides them elsewhere; a file may have any field. */
import { readCodeList } from "./CodeLists.ts"
import type { RecordKind } from "./RecordSchemas.ts"

interface Condition {
  /** The field of the same record or leg that decides. */
  readonly other: string
  readonly isMet: (answer: unknown) => boolean
}

const isNothing = (answer: unknown) => answer === undefined

const hasOneOf = (codes: ReadonlySet<string>) => (answer: unknown) =>
  Array.isArray(answer) ? answer.some((code) => codes.has(code)) : codes.has(answer as string)

const conditions = Map.groupBy(
  readCodeList("field-conditions").map((row): Condition & { readonly question: string } => ({
    question: `${row["kind"]} ${row["field"]}`,
    other: row["other"] as string,
    isMet: row["is"] === "nothing" ? isNothing : hasOneOf(new Set(row["is"]?.split("|")))
  })),
  ({ question }) => question
)

/**
 * Returns whether a question applies. `path` is the field's, such as `legs.transport`; `answerTo` returns the answer to another question of
 * the same record or leg, undefined if there is none.
 */
export const questionApplies = (kind: RecordKind, path: string, answerTo: (field: string) => unknown): boolean =>
  (conditions.get(`${kind} ${path}`) ?? []).every(({ other, isMet }) => isMet(answerTo(other)))
