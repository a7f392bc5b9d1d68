/** The catalogue of problems (`codelists/problems.csv`): every problem that a user can meet, with its code and texts. */
import { readCodeList } from "./CodeLists.ts"
import type { ProblemCode } from "./generated/types.ts"

export interface ProblemEntry {
  readonly code: ProblemCode
  /** `message`: the bytes of an event; `record`: its values; `file`: a submitted file; `request`: a request to the API. */
  readonly area: "message" | "record" | "file" | "request"
  /** An error refuses the data; a warning is only reported. */
  readonly severity: "error" | "warning"
  readonly title: string
  readonly expected: string
  readonly remedy: string
}

/** A rule that a record breaks, and the path of the field. It never contains a value. */
export interface Problem {
  readonly code: ProblemCode
  /** Path of the field, such as `legs[2].country`; empty for the whole record. */
  readonly path: string
}

/** A problem as it was stored. Its code may be one that the catalogue no longer has. */
export interface StoredProblem {
  readonly code: string
  readonly path: string
}

export const problemCatalogue: ReadonlyMap<ProblemCode, ProblemEntry> = new Map(
  readCodeList("problems").map((row) => [row["code"] as ProblemCode, row as unknown as ProblemEntry])
)

/** Returns a problem's entry of the catalogue. */
export const problemEntry = (code: ProblemCode): ProblemEntry => problemCatalogue.get(code) as ProblemEntry

/** Returns the problem details (RFC 9457) of an answer with this status. `detail` replaces the catalogue's advice if that is not specific enough. */
export const problemDetails = <Code extends ProblemCode, Status extends number>(
  code: Code,
  status: Status,
  detail?: string
) => {
  const { title, remedy } = problemEntry(code)
  return { type: `/v1/problems/${code}`, title, status, detail: detail ?? remedy, code }
}
