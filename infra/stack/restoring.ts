/**
 * The note in a data folder that a restore has not completed. Until it has, the store lacks records and may have those of persons who withdrew, so no
 * other command opens it.
 */
import { rmSync } from "node:fs"
import { join } from "node:path"
import { Context, Effect } from "effect"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { Unavailable } from "../process/Unavailable.ts"

/** True in a restore, which opens what it has not completed. */
export const IsRestore = Context.Reference<boolean>("corridor/infra/stack/IsRestore", { defaultValue: () => false })

const noteOf = (data: string) => join(data, "restoring")

const linesOf = (data: string) => readTextFile(noteOf(data))?.split("\n")

/** Returns the id of the backup that is being restored, or whose restore was interrupted. */
export const restoredBackup = (data: string): string | undefined => linesOf(data)?.[0]

/** Returns the partners that were disabled before the restore began. */
export const disabledBefore = (data: string): ReadonlyArray<string> => linesOf(data)?.slice(1) ?? []

/** Notes the backup, and the partners that are disabled now. Those of an interrupted restore stay: the store has lost them. */
export const noteRestore = (data: string, backup: string, disabled: ReadonlyArray<string> = []): void =>
  writeOwnerOnlyFile(noteOf(data), [backup, ...new Set([...disabledBefore(data), ...disabled])].join("\n"))

/** Removes the note, once the restore is complete. */
export const endRestore = (data: string): void => rmSync(noteOf(data), { force: true })

/** What to do about it. */
export const finishRestore =
  "Wait for it if it runs. If it was interrupted, run the same 'restore' again, or restore another backup with --replace."

/** Fails in every command but a restore if one has not completed. */
export const refuseUnfinishedRestore = Effect.fn("refuseUnfinishedRestore")(function* (data: string) {
  if ((yield* IsRestore) || restoredBackup(data) === undefined) return
  return yield* new Unavailable({
    part: "data folder",
    message: `A restore into ${data} has not completed, so records are missing. ${finishRestore}`
  })
})
