/** Finds out what is in a folder, and verifies it completely before anything is read from it. */
import { Effect } from "effect"
import { knownBackups } from "../erasure/KnownBackups.ts"
import type { AgeIdentity } from "../keys/AgeKeys.ts"
import { knownSigner } from "./BackupSigner.ts"
import { type BackupSource, plainSource, sealedSource } from "./BackupSource.ts"
import { checkFiles, checkFolder, readManifest, refused } from "./Manifest.ts"
import { formatBytes, progressCounter } from "./progressCounter.ts"
import {
  checkPieces,
  hashOfList,
  isLeftOver,
  isSealed,
  namedSigner,
  readRepository,
  type SealedRepository,
  unknownFiles
} from "./SealedRepository.ts"

/** What is known outside the backup. */
interface Expected {
  /** The key folder of the stack. */
  readonly keysFolder: string
  /** The key that must have signed the backup, if the user names one. */
  readonly signer: string | undefined
  /** Hash of a list that the repository must contain. */
  readonly head: string | undefined
  readonly identity: AgeIdentity | undefined
}

/** Returns the key that must have signed the backup: named by the user or the identity file, or that of the key folder. */
const expectedSigner = ({ keysFolder, signer, identity }: Expected) =>
  signer ?? identity?.signer ?? knownSigner(keysFolder)

/** Fails if the repository lacks a backup that is known to be in it: then it is an older copy. */
const checkNewest = ({ folder, id, lists }: SealedRepository, { keysFolder, head }: Expected) => {
  const known = knownBackups(keysFolder).findLast(({ repository }) => repository?.id === id)?.repository
  const wanted = head ?? known?.head
  return wanted === undefined || lists.some((list) => hashOfList(list) === wanted)
    ? Effect.succeed({ isNewestKnown: wanted !== undefined })
    : Effect.fail(
        refused(
          `The backup in ${folder} is older than it should be: ${head === undefined ? `backup ${known?.number} was written to it and` : "the backup that --head names"} is missing. Look for the newest copy. To use this one, name its newest hash with --head.`
        )
      )
}

/** Reads and verifies the lists of a repository, without its pieces. */
export const openRepository = Effect.fn("OpenBackup.repository")(function* (folder: string, expected: Expected) {
  const signer = expectedSigner(expected)
  if (signer === undefined)
    return yield* refused(
      `The backup in ${folder} is signed with the key ${namedSigner(folder) ?? "(damaged)"}, and nothing outside the backup says whose it is. Compare it with the one that 'backup' printed, and name it with --signer KEY.`
    )
  const repository = yield* readRepository(folder, signer)
  const added = unknownFiles(repository)
  if (added[0] !== undefined)
    return yield* refused(
      `The backup in ${folder} contains a file that none of its backups wrote: ${added[0]}.${added.every(isLeftOver) ? " If a backup was interrupted, back up again; otherwise someone added it." : ""}`
    )
  return { repository, ...(yield* checkNewest(repository, expected)) }
})

interface VerifiedBackup {
  readonly encrypted: boolean
  /** The key that signed it; undefined for a backup from before backups were signed. */
  readonly signer: string | undefined
  /** Whether it was compared with what is known outside the backup. */
  readonly signerKnown: boolean
  readonly newestKnown: boolean
  /** The backups in the folder, oldest first. */
  readonly backups: ReadonlyArray<{ readonly number: number; readonly id: string; readonly createdAt: string }>
  readonly bytes: number
  /** Hash of the newest list of a repository. */
  readonly head: string | undefined
}

const byteCounter = Effect.fnUntraced(function* () {
  let bytes = 0
  const report = yield* progressCounter((done) => `  ${formatBytes(done)} checked`)
  return {
    add: (more: number) => {
      bytes += more
      report(more)
    },
    total: () => bytes
  }
})

const verifyPlain = Effect.fn("OpenBackup.plain")(function* (folder: string, expected: Expected) {
  const signer = expectedSigner(expected)
  const { manifest, key } = yield* readManifest(folder, signer)
  const counter = yield* byteCounter()
  yield* checkFiles(folder, manifest, counter.add)
  const verified: VerifiedBackup = {
    encrypted: false,
    signer: key,
    signerKnown: signer !== undefined,
    newestKnown: false,
    backups: [{ number: 1, id: manifest.id, createdAt: manifest.createdAt }],
    bytes: counter.total(),
    head: undefined
  }
  return { verified, source: plainSource(folder, manifest) as BackupSource | undefined }
})

/** Which backups of a repository are verified: one, or all. The last of them is the one to read. */
type Which = number | "newest" | "all"

const verifySealed = Effect.fn("OpenBackup.sealed")(function* (folder: string, expected: Expected, which: Which) {
  const { repository, isNewestKnown } = yield* openRepository(folder, expected)
  const { lists } = repository
  const chosen =
    which === "all" ? lists : which === "newest" ? lists.slice(-1) : lists.filter(({ number }) => number === which)
  const list = chosen.at(-1)
  if (list === undefined)
    return yield* refused(
      `There is no backup ${which} in ${folder}. It has ${lists[0]?.number} to ${lists.at(-1)?.number}.`
    )
  const counter = yield* byteCounter()
  yield* checkPieces(folder, chosen, counter.add)
  const verified: VerifiedBackup = {
    encrypted: true,
    signer: repository.key,
    signerKnown: true,
    newestKnown: isNewestKnown,
    backups: lists.map(({ number, id, createdAt }) => ({ number, id, createdAt })),
    bytes: counter.total(),
    head: repository.head
  }
  const { identity } = expected
  return { verified, source: identity === undefined ? undefined : yield* sealedSource(repository, list, identity) }
})

/** Verifies every file of a backup. Returns what it is, and how to read it if it is not encrypted or an identity is given. */
export const openBackup = (folder: string, expected: Expected, which: Which) =>
  Effect.andThen(
    checkFolder(folder),
    Effect.suspend(() => (isSealed(folder) ? verifySealed(folder, expected, which) : verifyPlain(folder, expected)))
  )
