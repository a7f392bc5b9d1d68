import type { AuditReport } from "../src/protect/AuditReport.ts"
import type { ProtectionReport } from "../src/protect/Protection.ts"
import type { TableProblem } from "../src/tables/TableRefused.ts"

/** A file that the person chose. */
export interface ChosenFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface TableOptions {
  readonly count: string
  readonly dimensions: ReadonlyArray<string>
  readonly total: string
  readonly threshold: number
}

/** What the page asks of the worker. A worker does one task. */
export type Task =
  | { readonly kind: "inspect"; readonly table: ChosenFile }
  | {
      readonly kind: "audit" | "protect"
      readonly table: ChosenFile
      readonly hierarchy: ChosenFile | undefined
      readonly apriori: ChosenFile | undefined
      readonly options: TableOptions
      /** HiGHS in WebAssembly: gzip in Base64. */
      readonly solver: string
    }

/** What the worker answers: any number of stages, then one of the others. */
export type Answer =
  | { readonly kind: "stage"; readonly text: string }
  | { readonly kind: "columns"; readonly columns: ReadonlyArray<string>; readonly rows: number }
  | { readonly kind: "audited"; readonly report: AuditReport }
  | {
      readonly kind: "protected"
      readonly report: ProtectionReport
      readonly notApplied: ReadonlyArray<string>
      readonly bytes: Uint8Array<ArrayBuffer>
    }
  | { readonly kind: "refused"; readonly message: string; readonly problems: ReadonlyArray<TableProblem> }
  | { readonly kind: "unsafe"; readonly message: string }
  | { readonly kind: "failed" }

/** The page takes tables up to this many rows; the command has no such limit. */
export const maxRows = 5000
