/**
 * On a full disk the embedded engine reports success for a statement that changes a definition, and leaves the definition of the table empty: the
 * store cannot be opened again. So such statements are refused while the disk has less room than the engine itself wants for an insert.
 */
import { statfsSync } from "node:fs"
import { clickHouseError } from "./clickHouseError.ts"
import type { SqlWord } from "./SqlText.ts"

/** First words of statements that write definitions, or what is still to be changed in a table's rows. */
const writing = new Set(["ALTER", "ATTACH", "CREATE", "DELETE", "EXCHANGE", "RENAME", "REPLACE", "UPDATE"])

/** Bytes that the engine reserves for an insert. */
const leastRoom = 1_048_576

/** Throws if the statement writes a definition and the disk of `folder` is full. */
export const refuseOnFullDisk = ([first]: ReadonlyArray<SqlWord>, folder: string): void => {
  if (first === undefined || !writing.has(first.text)) return
  const { blocks, bavail, bsize } = statfsSync(folder)
  // Some file systems do not say how large they are.
  if (blocks > 0 && bavail * bsize < leastRoom)
    throw clickHouseError(243, "Not enough space for the definition of a table", "NOT_ENOUGH_SPACE")
}
