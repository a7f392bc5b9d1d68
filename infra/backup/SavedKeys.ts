/**
 * Keys, partners' secrets and the withdrawal log, into a backup and back. What is there already is never replaced: a key file
 * never changes in its life, a partner whose keys were shredded gets none back, and the withdrawal log only grows.
 */
import { existsSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { Effect } from "effect"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { type BackupFolder, filesBelow } from "./BackupFolder.ts"
import { BackupRefused, type Manifest } from "./Manifest.ts"

const prefix = "keys/"
const log = "withdrawals.jsonl"

/** Not what a crash left of a file that was being written. */
const isKept = (path: string) => /^(pipeline|partners)\/[^/]+\.(json|shredded)$/.test(path) || path === log

/** Copies the folder of keys into the backup; the withdrawal log last, so that it is the newest. */
export const saveKeys = Effect.fn("SavedKeys.save")(function* (backup: BackupFolder, folder: string) {
  const paths = filesBelow(folder).filter(isKept)
  for (const path of paths.toSorted((a, b) => Number(a === log) - Number(b === log)))
    yield* Effect.promise(() => backup.copy(join(folder, path), `${prefix}${path}`))
  return paths.length
})

const pathsOf = ({ files }: Manifest) =>
  files.flatMap(({ path }) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : []))

const partnerOf = (path: string) => basename(path).split(".")[0] as string

const isShredded = (folder: string, path: string) => existsSync(join(folder, "pipeline", `${partnerOf(path)}.shredded`))

/** Refuses where another key of the same partner and version is there: which of the two made the pseudonyms is for a person to say. */
export const checkKeys = Effect.fn("SavedKeys.check")(function* (from: string, manifest: Manifest, folder: string) {
  const others = pathsOf(manifest).filter((path) => {
    if (!path.startsWith("pipeline/") || !path.endsWith(".json") || isShredded(folder, path)) return false
    const there = readTextFile(join(folder, path))
    return there !== undefined && there !== readFileSync(join(from, prefix, path), "utf8")
  })
  if (others.length > 0)
    return yield* new BackupRefused({
      message: `Other keys of the same name are in ${folder}: ${others.join(", ")}. Move that folder away to use those of the backup.`
    })
})

export interface RestoredKeys {
  /** Files that were not there and are now. */
  readonly restored: number
  /** Files that were there. */
  readonly kept: number
  /** Key files and secrets of partners whose keys were shredded since: not put back. */
  readonly shredded: number
}

const linesOf = (text: string | undefined) => (text ?? "").split("\n").filter((line) => line !== "")

/** Every line of both, those that are there first. */
const joinLogs = (there: string | undefined, saved: string) => {
  const own = linesOf(there)
  const known = new Set(own)
  return [...own, ...linesOf(saved).filter((line) => !known.has(line))].map((line) => `${line}\n`).join("")
}

/** Puts back what is missing in `folder`. */
export const restoreKeys = (from: string, manifest: Manifest, folder: string): RestoredKeys => {
  let [restored, kept, shredded] = [0, 0, 0]
  // Tombstones first: they decide about the keys.
  const paths = pathsOf(manifest).toSorted((a, b) => Number(b.endsWith(".shredded")) - Number(a.endsWith(".shredded")))
  for (const path of paths) {
    const to = join(folder, path)
    const text = readFileSync(join(from, prefix, path), "utf8")
    const there = readTextFile(to)
    if (path === log) {
      const joined = joinLogs(there, text)
      if (joined !== there) writeOwnerOnlyFile(to, joined)
      if (there === undefined) restored++
      else kept++
    } else if (there !== undefined) kept++
    else if (path.endsWith(".json") && isShredded(folder, path)) shredded++
    else {
      writeOwnerOnlyFile(to, text)
      restored++
    }
  }
  return { restored, kept, shredded }
}
