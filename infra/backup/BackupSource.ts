/** Reads a backup that was checked: a plain folder, or one backup of an encrypted repository. */
import { hash } from "node:crypto"
import { open } from "node:fs/promises"
import { join } from "node:path"
import { zstdDecompressSync } from "node:zlib"
import { Effect, Schema } from "effect"
import { readReason, writeFailure } from "../../ports/files/fileFailure.ts"
import { readInput, streamInput } from "../../ports/files/InputFile.ts"
import { FileUnwritable } from "../../ports/files/OutputFile.ts"
import type { AgeIdentity } from "../keys/AgeKeys.ts"
import { BackupRefused, Manifest, notRead } from "./Manifest.ts"
import { pieceBytes } from "./SealedFolder.ts"
import { type List, pieceFile, type SealedRepository } from "./SealedRepository.ts"

export interface BackupSource {
  readonly manifest: Manifest
  /** Returns the content of a file that fits into memory. `path` is one of the manifest's. */
  readonly read: (path: string) => Effect.Effect<Uint8Array, BackupRefused>
  /** Opens all of a file of any size, and keeps nothing. */
  readonly check: (path: string) => Effect.Effect<void, BackupRefused>
  /** Copies a file of any size to `to`, an owner-only file. */
  readonly copy: (path: string, to: string) => Effect.Effect<void, BackupRefused | FileUnwritable>
}

const reading = <A>(path: string, read: () => Promise<A>) =>
  Effect.tryPromise({
    try: read,
    catch: (error) =>
      new BackupRefused({
        message:
          notRead(error) === undefined
            ? `The backup is damaged: ${path} cannot be read.`
            : `${path} of the backup cannot be read: ${readReason(error)}.`
      })
  })

/** Writes what is read to the file `to`, which is new. */
const copying = (path: string, to: string, pieces: () => AsyncIterable<Uint8Array>) =>
  Effect.gen(function* () {
    const writing = <A>(write: () => Promise<A>) =>
      Effect.tryPromise({
        try: write,
        catch: (error) => new FileUnwritable({ message: writeFailure(to, error) ?? `${to} cannot be written.` })
      })
    const file = yield* Effect.acquireRelease(
      writing(() => open(to, "wx", 0o600)),
      (opened) => Effect.promise(() => opened.close())
    )
    const read = pieces()[Symbol.asyncIterator]()
    for (;;) {
      const next = yield* reading(path, () => read.next())
      if (next.done === true) return
      yield* writing(() => file.writeFile(next.value))
    }
  }).pipe(Effect.scoped)

/** Reads a plain folder, whose manifest was checked against the files. */
export const plainSource = (folder: string, manifest: Manifest): BackupSource => ({
  manifest,
  read: (path) => reading(path, async () => readInput(join(folder, path))),
  // Its hash was checked.
  check: () => Effect.void,
  copy: (path, to) => copying(path, to, () => streamInput(join(folder, path)))
})

const Sealed = Schema.fromJsonString(
  Schema.Struct({ manifest: Manifest, parts: Schema.Record(Schema.String, Schema.Array(Schema.String)) })
)

/** Opens a backup of a repository with an identity. */
export const sealedSource = Effect.fn("BackupSource.sealed")(function* (
  { folder }: SealedRepository,
  list: List,
  { open: unseal }: AgeIdentity
) {
  const pieces = new Map(list.pieces.map((piece) => [piece.name, piece]))

  /** Checks the hash again: the file may have been exchanged since. */
  const piece = async (name: string): Promise<Uint8Array> => {
    const sha256 = pieces.get(name)?.sha256 ?? ""
    const sealed = readInput(join(folder, pieceFile(sha256)))
    if (hash("sha256", sealed) !== sha256) throw new Error("a piece was changed")
    return zstdDecompressSync(await unseal(sealed), { maxOutputLength: 16 * pieceBytes })
  }

  const notOpened = new BackupRefused({
    message: "The identity does not open this backup: it was encrypted to another public key."
  })
  const { manifest, parts } = yield* Effect.tryPromise({
    try: () => piece(list.manifest),
    catch: () => notOpened
  }).pipe(
    Effect.flatMap((bytes) => Schema.decodeUnknownEffect(Sealed)(Buffer.from(bytes).toString())),
    Effect.mapError((error) =>
      error === notOpened
        ? notOpened
        : new BackupRefused({
            message: `The backup in ${folder} has a format that this version of the program does not support.`
          })
    )
  )
  return {
    manifest,
    read: (path) => reading(path, async () => Buffer.concat(await Promise.all((parts[path] ?? []).map(piece)))),
    check: (path) =>
      reading(path, async () => {
        for (const name of parts[path] ?? []) await piece(name)
      }),
    copy: (path, to) =>
      copying(path, to, async function* () {
        for (const name of parts[path] ?? []) yield await piece(name)
      })
  } satisfies BackupSource
})
