/** What the texts of a file mean. Most columns have few values, which are read once. */
import { BoundedMap } from "../../../ports/BoundedMap.ts"
import type { Problem } from "../../../schemas/Problems.ts"
import type { FieldSpec } from "../../../schemas/RecordSchemas.ts"

/** The value of a text in a field, and its problems, with paths from the field's own record. */
export interface Answer {
  readonly value: unknown
  readonly problems: ReadonlyArray<Problem>
}

const longestText = 200

/** Returns whether a text of the field is worth remembering. Case numbers and ids do not repeat. */
export const isRemembered = ({ type, codeList, pattern }: FieldSpec, text: string): boolean =>
  text.length <= longestText && (type !== "string" || codeList !== undefined || pattern === "partial-date")

export class RememberedAnswers {
  private readonly byField = new Map<FieldSpec, BoundedMap<string, Answer>>()

  get(field: FieldSpec, text: string): Answer | undefined {
    return this.byField.get(field)?.get(text)
  }

  set(field: FieldSpec, text: string, answer: Answer): void {
    const answers = this.byField.get(field) ?? new BoundedMap<string, Answer>(2_000)
    this.byField.set(field, answers)
    answers.set(text, answer)
  }
}
