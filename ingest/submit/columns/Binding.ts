/** How the cells of a column are used. */
import type { FieldSpec } from "../../../schemas/RecordSchemas.ts"
import type { Target } from "./OwnColumns.ts"

/** The known column formats. */
export const fileFormats = ["corridor", "htcds", "ctdc"] as const
export type FileFormat = (typeof fileFormats)[number]

/** A part of a date whose year is in another column. */
export type DatePart = "week" | "month" | "day"

export type Binding =
  | {
      readonly to: "target"
      readonly target: Target
      readonly standard: FileFormat
      /** Other fields that the same column gives. */
      readonly also?: ReadonlyArray<Target>
      /** The role of the leg whose country this is, if the column's name states it. */
      readonly role?: string
      /** The role of the place follows only from its number in the order of travel: `Country 2`. */
      readonly isNumbered?: true
      /** An answer with two meanings in the language of the heading: under `Sexo`, `M` is short for `mujer` and for `masculino`. */
      readonly unsure?: string
      /** One of several columns with an answer each: `Nationality 2`. */
      readonly isOneOf?: true
      /** The column replaces a missing one. */
      readonly standsIn?: true
    }
  /** Several countries in one cell, in the order of travel: those of transit, or the whole way if there is no role. */
  | { readonly to: "places"; readonly list: FieldSpec; readonly field: FieldSpec; readonly role?: "Transit" }
  /** A time that belongs to every leg without a time of its own; the time of departure to the others only if there is no other. */
  | { readonly to: "legs-date"; readonly part: "date" | "month" | "week"; readonly isDeparture: boolean }
  /** A part of the date of a field. */
  | { readonly to: "date-part"; readonly part: DatePart; readonly field: FieldSpec }
  /** A yes/no column that adds a code to a field: CTDC's, or one for each form of exploitation. */
  | { readonly to: "flag"; readonly field: FieldSpec; readonly code: string; readonly standard: FileFormat }
  /** A date that gives the year and month of a leg. */
  | { readonly to: "leg-date"; readonly target: Target; readonly standard: "corridor" | "htcds" }
  /** The type of event, which only states whether the row's place is the place of exploitation (HTCDS). */
  | { readonly to: "event-type"; readonly standard: "htcds" }
  /** The number of a place in its route, or of a route of the case, in a table with a row for each place. */
  | { readonly to: "leg-number"; readonly of: "place" | "route" }
  /** The person withdrew the consent, if the cell says anything but no. */
  | { readonly to: "withdrawn-consent" }
  /** Consent of another or an unstated kind: the row is not sent unless the cell says yes. `isTurned`: the heading gives 1 the meaning of no. */
  | { readonly to: "other-consent"; readonly isTurned: boolean }
  /** The kind of record. */
  | { readonly to: "kind" }
  /** A column of a standard that is not collected. */
  | {
      readonly to: "nothing"
      readonly why: "not collected" | "merged" | "derived" | "banner" | "offender" | "tool"
      readonly standard: FileFormat
    }
  /** Excluded by the partner. */
  | { readonly to: "ignored" }
  | { readonly to: "direct" }
  /** Remarks and descriptions, which must be empty. */
  | { readonly to: "free-text" }
  | { readonly to: "unknown" }

/** Returns whether a column has dates. */
export const hasDates = (binding: Binding | undefined): boolean =>
  binding?.to === "leg-date" ||
  (binding?.to === "legs-date" && binding.part === "date") ||
  (binding?.to === "target" && binding.target.field.pattern === "partial-date")

/** Returns whether a column is dropped although it is the partner's own. Its cells are still checked for identifiers. */
export const isFree = (binding: Binding): boolean =>
  binding.to === "unknown" ||
  binding.to === "leg-number" ||
  binding.to === "withdrawn-consent" ||
  binding.to === "other-consent" ||
  (binding.to === "nothing" && binding.why !== "banner" && binding.why !== "tool")
