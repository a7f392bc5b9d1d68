/**
 * On a full disk the embedded engine reports success for a statement that changes a definition, and leaves the definition of the table empty: the
 * store cannot be opened again. So such statements are refused while the disk has less room than the engine itself wants for an insert.
 */
import { statfsSync } from "node:fs"

/** First words of statements that write definitions, or what is still to be changed in a table's rows. */
const writing = new Set(["ALTER", "ATTACH", "CREATE", "DELETE", "EXCHANGE", "RENAME", "REPLACE", "UPDATE"])

/** Bytes that the engine reserves for an insert. */
const minRoom = 1_048_576

/** Files that the engine may make for a statement: a disk can have room, and no inode for another file. */
const minFiles = 100

/** A statement's first word, after comments and blanks. */
const firstWord = /^(?:[\s;]|--[^\n]*|#[! ][^\n]*|\/\*[\s\S]*?\*\/)*([A-Za-z]+)/

/** Throws an error in the engine's format if the statement writes a definition and the disk of `folder` is full. */
export const refuseOnFullDisk = (sql: string, folder: string): void => {
  if (!writing.has(firstWord.exec(sql)?.[1]?.toUpperCase() ?? "")) return
  const { blocks, bavail, bsize, files, ffree } = statfsSync(folder)
  // Some file systems do not say how large they are.
  if ((blocks > 0 && bavail * bsize < minRoom) || (files > 0 && ffree < minFiles))
    throw new Error("Code: 243. DB::Exception: Not enough space for the definition of a table. (NOT_ENOUGH_SPACE)")
}

/** Returns what to do if an error of ClickHouse, by its code or its own text, says that its disk is full. Otherwise returns the text. */
export const explainFullDisk = (code: number | undefined, text: string): string =>
  code === 243 || text.includes("No space left on device")
    ? "The disk of ClickHouse is full. Free some space, or remove files if it has no inodes left (df -i), then run the command again"
    : text
