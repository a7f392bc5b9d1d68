/** A backup folder during writing. Its files are owner-only; the size and hash of each are recorded. */
import { hash } from "node:crypto"
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Effect } from "effect"
import { makeOwnerOnlyFolder } from "../process/OwnerOnlyFile.ts"
import { BackupRefused, type FileEntry, hashFile } from "./Manifest.ts"

export interface BackupFolder {
  readonly folder: string
  readonly files: Array<FileEntry>
  /** Writes a file. `path` is relative to the folder. */
  readonly write: (path: string, bytes: Uint8Array) => void
  /** Copies a file to `path`, relative to the folder. */
  readonly copy: (from: string, path: string) => Promise<void>
}

/** Opens a new or empty folder. Fails for any other path, so that nothing is overwritten. */
export const openBackupFolder = Effect.fn("BackupFolder.open")(function* (folder: string) {
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    return yield* new BackupRefused({ message: `The folder ${folder} is not empty. Name a new or empty folder.` })
  makeOwnerOnlyFolder(folder)
  const files: Array<FileEntry> = []
  const place = (path: string) => {
    const to = join(folder, path)
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
    return to
  }
  return {
    folder,
    files,
    write: (path, bytes) => {
      writeFileSync(place(path), bytes, { mode: 0o600, flush: true })
      files.push({ path, bytes: bytes.length, sha256: hash("sha256", bytes) })
    },
    copy: async (from, path) => {
      const to = place(path)
      copyFileSync(from, to)
      chmodSync(to, 0o600)
      files.push({ path, bytes: statSync(to).size, sha256: await hashFile(to) })
    }
  } satisfies BackupFolder
})

/** Returns the paths of all files in `folder`, relative to it; empty if the folder does not exist. */
export const filesBelow = (folder: string): ReadonlyArray<string> =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
        .sort()
    : []
