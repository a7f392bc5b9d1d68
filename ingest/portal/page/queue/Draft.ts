/** A half-filled form, as this device may keep it. */
import type { RecordKind } from "../../../../schemas/RecordSchemas.ts"

export interface Draft {
  readonly kind: RecordKind
  /** The answers by field. The legs of a route are in a list. */
  readonly values: Readonly<Record<string, unknown>>
}

/** Never kept, not even encrypted: what is not pseudonymised yet identifies a person to the partner. */
const neverKept = new Set(["caseReference", "recordId"])

/** Returns the draft of a form without its case number. */
export const draftOf = (kind: RecordKind, values: Readonly<Record<string, unknown>>): Draft => ({
  kind,
  values: Object.fromEntries(Object.entries(values).filter(([name]) => !neverKept.has(name)))
})

/** Returns whether a draft has no answer. */
export const isEmptyDraft = ({ values }: Draft): boolean =>
  Object.values(values).every((value) => Array.isArray(value) && value.length === 0)
