/** What is done with the cells of a column. */
import type { FieldSpec } from "../../../schemas/RecordSchemas.ts"
import type { Target } from "./OwnColumns.ts"

/** The formats whose columns are known. */
export const fileFormats = ["corridor", "htcds", "ctdc"] as const
export type FileFormat = (typeof fileFormats)[number]

export type Binding =
  | { readonly to: "target"; readonly target: Target; readonly standard: FileFormat }
  /** A column of yes and no that adds a code to a field (CTDC). */
  | { readonly to: "flag"; readonly field: FieldSpec; readonly code: string; readonly standard: "ctdc" }
  /** A date that gives a leg its year and month (HTCDS). */
  | { readonly to: "leg-date"; readonly target: Target; readonly standard: "htcds" }
  /** The kind of event, where it only says whether the place of the row is the one of exploitation (HTCDS). */
  | { readonly to: "event-type"; readonly standard: "htcds" }
  /** The kind of record. */
  | { readonly to: "kind" }
  /** Known to a standard, not collected. */
  | {
      readonly to: "nothing"
      readonly why: "not collected" | "merged" | "derived" | "banner"
      readonly standard: FileFormat
    }
  /** Left out because the partner said so. */
  | { readonly to: "ignored" }
  | { readonly to: "direct" }
  /** Remarks and descriptions: nothing may stand in them. */
  | { readonly to: "free-text" }
  | { readonly to: "unknown" }

/** True for columns whose cells are no record's: they are dropped, and looked through for identifiers all the same. */
export const isFree = (binding: Binding): boolean =>
  binding.to === "unknown" || (binding.to === "nothing" && binding.standard === "htcds")
