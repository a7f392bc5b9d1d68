/** Saves and restores the files of the embedded broker and registry while they are not running. */
import { existsSync, renameSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { Effect } from "effect"
import { makeFolder } from "../../ports/files/makeFolder.ts"
import type { Settings } from "../settings/Settings.ts"
import type { BackupFolder } from "./BackupFolder.ts"
import type { BackupSource } from "./BackupSource.ts"
import { filesBelow, type Manifest } from "./Manifest.ts"

type Folder = Manifest["folders"][number]

/** Generated at each start; contains a password. */
const leftOut = new Set(["server.properties"])

/** Returns the servers that are embedded according to the settings and have files in the data folder. */
export const embeddedFolders = (data: string, { kafka, registry }: Settings): ReadonlyArray<Folder> =>
  (["kafka", "registry"] as const).filter(
    (name) => ({ kafka, registry })[name] === undefined && existsSync(join(data, name))
  )

/** Copies a folder into the backup. Calls `addProgress` with the bytes of each file. */
export const saveFolder = Effect.fn("SavedFolders.save")(function* (
  backup: BackupFolder,
  data: string,
  name: Folder,
  addProgress: (bytes: number) => void
) {
  for (const path of filesBelow(join(data, name))) {
    if (leftOut.has(path)) continue
    yield* Effect.promise(() => backup.copy(join(data, name, path), `${name}/${path}`))
    addProgress(backup.files.at(-1)?.bytes ?? 0)
  }
})

/** Restores a folder of the backup, which `data` lacks, atomically. */
export const restoreFolder = Effect.fn("SavedFolders.restore")(function* (
  source: BackupSource,
  data: string,
  name: Folder
) {
  const to = join(data, name)
  const aside = `${to}.restoring`
  rmSync(aside, { recursive: true, force: true })
  makeFolder(aside)
  for (const { path } of source.manifest.files) {
    if (!path.startsWith(`${name}/`)) continue
    const place = join(aside, path.slice(name.length + 1))
    makeFolder(dirname(place))
    yield* source.copy(path, place)
  }
  renameSync(aside, to)
})
