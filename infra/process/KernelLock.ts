/**
 * A lock that the system itself keeps for a process until it ends, however it ends. Unlike a process id in a file, it is also seen by processes of other
 * containers, and over network file systems. Node.js offers none, but SQLite locks its files so.
 */
import { closeSync, existsSync, openSync } from "node:fs"
import { DatabaseSync } from "node:sqlite"

/** SQLite's code for a file that another connection has locked. */
const isBusy = (error: unknown): boolean => (error as { readonly errcode?: number }).errcode === 5

/** What ends a lock; `busy` if another process has it. */
export type KernelLock = (() => void) | "busy"

/** Node.js closes a database that nothing refers to, and its lock ends. */
const held = new Set<DatabaseSync>()

const end = (database: DatabaseSync) => {
  held.delete(database)
  database.close()
}

/** Locks a file, which is made if it does not exist. Nothing is locked where the file system knows no locks. Nothing else of this process may open the file. */
export const takeKernelLock = (file: string): KernelLock => {
  if (!existsSync(file)) closeSync(openSync(file, "a", 0o600))
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec("BEGIN EXCLUSIVE")
    held.add(database)
    return () => end(database)
  } catch (error) {
    database.close()
    return isBusy(error) ? "busy" : () => {}
  }
}
