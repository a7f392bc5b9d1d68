/** What identifies the bytes of a file. */
export interface FileSum {
  readonly sha256: string
  readonly bytes: number
}

/** Returns the sum of a page of a table as CSV, from 0. */
export type SumOf = (table: string, page: number) => FileSum
