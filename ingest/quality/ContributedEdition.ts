import type { RecordKind } from "../../schemas/RecordSchemas.ts"

export interface ContributedEdition {
  readonly release: number
  /** Series and version, such as `main 2`. */
  readonly edition: string
  /** ISO 8601. */
  readonly publishedAt: string
  /** The partner's own records in it; null if the counts of its vintage were erased after a withdrawal. */
  readonly kinds: ReadonlyArray<{
    readonly kind: RecordKind
    readonly records: number
    /** First and last year; null if none of the records has one. */
    readonly years: readonly [first: number, last: number] | null
  }> | null
}
