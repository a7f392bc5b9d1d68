/** The catalogue of problems: `codelists/problems.csv`. Every refusal that a user can meet has its code and words there. */
import { readCodeList } from "./CodeLists.ts"
import type { ProblemCode } from "./generated/types.ts"

export interface ProblemEntry {
  readonly code: ProblemCode
  /** `message`: the bytes of one event; `record`: its values; `file`: the file as a whole; `request`: what was asked of the API. */
  readonly area: "message" | "record" | "file" | "request"
  /** An error refuses; a warning is told. */
  readonly severity: "error" | "warning"
  readonly title: string
  readonly expected: string
  readonly mend: string
}

/** A rule that a record breaks, and where. Never holds a value. */
export interface Problem {
  readonly code: ProblemCode
  /** Path of the field, such as `legs[2].country`; empty for the record as a whole. */
  readonly path: string
}

export const problemCatalogue: ReadonlyMap<ProblemCode, ProblemEntry> = new Map(
  readCodeList("problems").map((row) => [row["code"] as ProblemCode, row as unknown as ProblemEntry])
)

/** The catalogue's entry of a code. */
export const problemEntry = (code: ProblemCode): ProblemEntry => problemCatalogue.get(code) as ProblemEntry
