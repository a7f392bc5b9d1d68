/** Where a backup is written. The size and hash of each file are recorded. This one is a plain folder with owner-only files. */
import { hash } from "node:crypto"
import { chmodSync, copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Effect } from "effect"
import type { Signing } from "../../ports/chain/Signature.ts"
import { makeFolder } from "../../ports/files/makeFolder.ts"
import { orThrowUnwritable } from "../../ports/files/OutputFile.ts"
import { makeOwnerOnlyFolder } from "../process/OwnerOnlyFile.ts"
import { BackupRefused, type FileEntry, hashFile, type Manifest, manifestFile, writeManifest } from "./Manifest.ts"

/** The folder of the tables, which are written first, in a plain backup. */
export const storeFolder = "store"

/** What is known of a backup once it is complete. */
export interface FinishedBackup {
  /** Number of files that this backup added to the folder, and their bytes. */
  readonly added: { readonly files: number; readonly bytes: number }
  /** A file that is in the folder as long as the backup is. */
  readonly file: string
  /** The repository of encrypted backups that this one is part of, and the hash of its newest list; undefined for a plain folder. */
  readonly repository?: { readonly id: string; readonly number: number; readonly head: string }
}

export interface BackupFolder {
  /** A folder in it that is there as soon as it has contents. */
  readonly contents: string
  readonly files: Array<FileEntry>
  /** Writes a file. `path` is relative to the folder. */
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>
  /** Copies a file to `path`, relative to the folder. */
  readonly copy: (from: string, path: string) => Promise<void>
  /** Completes the backup with its manifest. */
  readonly finish: (manifest: Manifest) => Promise<FinishedBackup>
}

/** Opens a new or empty folder. Fails for any other path, so that nothing is overwritten. */
export const openBackupFolder = Effect.fn("BackupFolder.open")(function* (folder: string, signing: Signing) {
  const isIncomplete = existsSync(join(folder, storeFolder)) && !existsSync(manifestFile(folder))
  if (isIncomplete)
    return yield* new BackupRefused({
      message: `The folder ${folder} has an incomplete backup. If none is being made there now, delete it and back up again, or name a new or empty folder.`
    })
  if (existsSync(folder) && (!statSync(folder).isDirectory() || readdirSync(folder).length > 0))
    return yield* new BackupRefused({ message: `The folder ${folder} is not empty. Name a new or empty folder.` })
  makeOwnerOnlyFolder(folder)
  const files: Array<FileEntry> = []
  const place = (path: string) => {
    const to = join(folder, path)
    makeFolder(dirname(to))
    return to
  }
  return {
    contents: storeFolder,
    files,
    write: async (path, bytes) => {
      orThrowUnwritable(join(folder, path), () => writeFileSync(place(path), bytes, { mode: 0o600, flush: true }))
      files.push({ path, bytes: bytes.length, sha256: hash("sha256", bytes) })
    },
    copy: async (from, path) => {
      const to = join(folder, path)
      orThrowUnwritable(to, () => copyFileSync(from, place(path)))
      chmodSync(to, 0o600)
      files.push({ path, bytes: statSync(to).size, sha256: await hashFile(to) })
    },
    finish: async (manifest): Promise<FinishedBackup> => {
      writeManifest(folder, manifest, signing)
      return {
        file: "manifest.json",
        added: { files: files.length + 1, bytes: files.reduce((sum, file) => sum + file.bytes, 0) }
      }
    }
  } satisfies BackupFolder
})
