/** Removes the oldest backups from a folder of encrypted ones. */
import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { backupSigner } from "./BackupSigner.ts"
import { BackupRefused, checkFolder } from "./Manifest.ts"
import { openRepository } from "./OpenBackup.ts"
import { isSealed, moveFirst, unknownFiles } from "./SealedRepository.ts"

/** Keeps the newest backups. The signed head says first that the others are gone, so an interruption leaves files that the next run removes. */
export const pruneBackups = Effect.fn("PruneBackups.prune")(function* (
  folder: string,
  keysFolder: string,
  keep: number
) {
  yield* checkFolder(folder)
  if (!isSealed(folder))
    return yield* new BackupRefused({
      message: `${folder} has no encrypted backups. Other backups are one folder each: delete it.`
    })
  const { signing } = backupSigner(keysFolder)
  const { repository } = yield* openRepository(folder, {
    keysFolder,
    signer: signing.key,
    head: undefined,
    identity: undefined
  })
  const left = repository.lists.slice(-keep)
  moveFirst(repository, left[0]?.number as number, signing)
  let bytes = 0
  for (const path of unknownFiles({ ...repository, lists: left })) {
    bytes += statSync(join(folder, path)).size
    rmSync(join(folder, path))
  }
  return { removed: repository.lists.length - left.length, left: left.length, bytes }
})
