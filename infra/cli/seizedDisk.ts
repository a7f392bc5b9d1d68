/** What a seized disk would reveal, as a finding of `doctor`: docs/security.md. It is a note and not a fault, because a demonstration works so. */
import { existsSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { counted } from "../../ports/counted.ts"
import { isSealed, piecesFolder } from "../backup/SealedRepository.ts"
import { begunBackups } from "../erasure/KnownBackups.ts"
import { isWithin } from "../process/isWithin.ts"
import { readTextFile } from "../process/OwnerOnlyFile.ts"
import type { Finding } from "../stack/doctor/Finding.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"

/** Returns the number of files with a key that can be read as it is. */
const plainKeysIn = (folder: string): number =>
  existsSync(folder)
    ? readdirSync(folder).filter(
        (name) => name.endsWith(".json") && /"key":/.test(readTextFile(join(folder, name)) ?? "")
      ).length
    : 0

const isSameDisk = (one: string, other: string): boolean =>
  existsSync(one) && existsSync(other) && statSync(one).dev === statSync(other).dev

/** Returns one line for each thing that would be readable, with what to do about it. */
export const seizedDisk = Effect.fn("seizedDisk")(function* (data: string) {
  const keys = yield* stackKeysFolder(data)
  const [pipeline, partners] = [plainKeysIn(join(keys, "pipeline")), plainKeysIn(join(keys, "partners"))]
  const hasKeys = pipeline + partners > 0
  const backups = begunBackups(keys).filter(
    ({ folder, file }) => existsSync(folder) && !isSealed(folder) && file !== piecesFolder
  ).length
  const readable: ReadonlyArray<readonly [boolean, string, string]> = [
    [pipeline > 0, `${pipeline} of the pipeline's keys`, "encrypt them with 'keys protect'"],
    [partners > 0, `the own keys of ${counted(partners, "partner")}`, "let partners make theirs with 'partner invite'"],
    [backups > 0, `${counted(backups, "backup")} without encryption`, "back up with --to, and delete those"],
    [
      hasKeys && isWithin(keys, data),
      "keys in the data folder, so that each copy of it has both",
      `stop the stack, move ${keys} to another disk and set CORRIDOR_KEYS_DIR to its new path`
    ],
    [
      hasKeys && !isWithin(keys, data) && isSameDisk(keys, data),
      "keys and data on one disk",
      "set CORRIDOR_KEYS_DIR to a folder on another one"
    ]
  ]
  const there = readable.filter(([isThere]) => isThere)
  return {
    part: "seized disk",
    ok: true,
    found: there.length === 0 ? "would reveal no key" : `would reveal ${there.map(([, what]) => what).join(", ")}`,
    advice:
      there.length === 0
        ? ""
        : `To make it reveal less, ${there.map(([, , remedy]) => remedy).join("; ")} (docs/security.md).`
  } satisfies Finding
})
