import { mkdirSync, statSync } from "node:fs"
import { dirname } from "node:path"

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/**
 * Creates the folder and its parents, which only their owner may enter. Node's own `recursive` says that a folder does not exist where the file
 * system is read-only, and never returns where the system refuses a folder with ENOENT.
 */
export const makeFolder = (folder: string): void => {
  if (isFolder(folder)) return
  const parent = dirname(folder)
  if (statSync(parent, { throwIfNoEntry: false }) === undefined && parent !== folder) makeFolder(parent)
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process made it meanwhile.
    if (!isFolder(folder)) throw error
  }
}
