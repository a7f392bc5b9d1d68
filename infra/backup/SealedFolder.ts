/** Writes an encrypted backup into a repository (`SealedRepository.ts`). Content that an earlier backup has is not written again. */
import { createHash, hash, randomUUID } from "node:crypto"
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { open } from "node:fs/promises"
import { dirname, join } from "node:path"
import { zstdCompressSync } from "node:zlib"
import { Effect } from "effect"
import { makeFolder } from "../../ports/files/makeFolder.ts"
import { orThrowUnwritable } from "../../ports/files/OutputFile.ts"
import type { Sealing } from "../keys/AgeKeys.ts"
import { makeOwnerOnlyFolder } from "../process/OwnerOnlyFile.ts"
import type { BackupFolder, FinishedBackup } from "./BackupFolder.ts"
import type { BackupSigner } from "./BackupSigner.ts"
import { BackupRefused, type FileEntry } from "./Manifest.ts"
import {
  appendList,
  hashOfList,
  isLeftOver,
  isSealed,
  isStored,
  type List,
  listFile,
  type Piece,
  pieceFile,
  piecesFolder,
  readRepository,
  type SealedRepository,
  unknownFiles
} from "./SealedRepository.ts"

/** Bytes of a piece before it is compressed and encrypted. It bounds the memory, and what is written again if a long file grows. */
export const pieceBytes = 4 * 1024 * 1024

/** The manifest of an encrypted backup, with the names of each file's pieces. */
interface SealedManifest {
  readonly manifest: unknown
  readonly parts: Readonly<Record<string, ReadonlyArray<string>>>
}

/** Removes what an interrupted backup left. It fails at other files, whose owner is unknown. */
const clear = Effect.fn("SealedFolder.clear")(function* (repository: SealedRepository) {
  const unknown = unknownFiles(repository)
  const foreign = unknown.find((path) => !isLeftOver(path))
  if (foreign !== undefined)
    return yield* new BackupRefused({
      message: `The folder ${repository.folder} contains a file that no backup wrote: ${foreign}. Remove it, or name another folder.`
    })
  for (const path of unknown) rmSync(join(repository.folder, path))
})

/** Returns the pieces that the same recipients can open already, by the name of their content. */
const storedPieces = ({ folder, lists }: SealedRepository, recipients: ReadonlyArray<string>) => {
  const same = lists.filter((list) => list.recipients.join() === recipients.join())
  return new Map(
    same.flatMap(({ pieces }) =>
      pieces.flatMap((piece) => (isStored(folder, piece) ? [[piece.name, piece] as const] : []))
    )
  )
}

const earlier = Effect.fn("SealedFolder.earlier")(function* (folder: string, key: string) {
  if (isSealed(folder)) {
    const repository = yield* readRepository(folder, key)
    yield* clear(repository)
    return repository
  }
  if (!existsSync(folder)) return undefined
  const there = readdirSync(folder)
  // A first backup that was interrupted left only these.
  if (there.some((name) => name !== piecesFolder && name !== "backups" && !isLeftOver(name)))
    return yield* new BackupRefused({
      message: `The folder ${folder} is not empty and has no encrypted backups. Name a new or empty folder, or one with encrypted backups of this installation.`
    })
  for (const name of there) rmSync(join(folder, name), { recursive: true })
  return undefined
})

/**
 * Fails if another backup was added to the folder, or removed from it, since it was opened, or if a piece of this one is missing: each removes what it takes for the
 * rest of an interrupted backup.
 */
const checkUnchanged = Effect.fn("SealedFolder.checkUnchanged")(function* (
  folder: string,
  before: SealedRepository | undefined,
  key: string,
  pieces: Iterable<Piece>
) {
  const now = isSealed(folder) ? yield* readRepository(folder, key) : undefined
  const isSame = now?.head === before?.head && now?.lists.length === before?.lists.length
  if (isSame && [...pieces].every((piece) => isStored(folder, piece))) return
  return yield* new BackupRefused({
    message: `Another 'backup' or 'backup prune' ran in ${folder} while this backup was made, so this one is not complete and was not added. The others are unchanged. Run it again when no other runs.`
  })
})

/** Opens a new or empty folder, or a repository of this installation, to add a backup. */
export const openSealedFolder = Effect.fn("SealedFolder.open")(function* (
  folder: string,
  { recipients, seal }: Sealing,
  signer: BackupSigner
) {
  const { signing, nameOf } = signer
  const repository = yield* earlier(folder, signing.key)
  makeOwnerOnlyFolder(folder)
  const stored = repository === undefined ? new Map<string, Piece>() : storedPieces(repository, recipients)
  const used = new Map<string, Piece>()
  const files: Array<FileEntry> = []
  const parts: Record<string, ReadonlyArray<string>> = {}
  const added = { files: 0, bytes: 0 }

  const place = (path: string, bytes: Uint8Array) => {
    const to = join(folder, path)
    orThrowUnwritable(to, () => {
      makeFolder(dirname(to))
      writeFileSync(`${to}.${process.pid}.new`, bytes, { mode: 0o600, flush: true })
      renameSync(`${to}.${process.pid}.new`, to)
    })
    added.files++
    added.bytes += bytes.length
  }

  /** Stores a piece unless it is stored, and returns the name of its content. */
  const put = async (bytes: Uint8Array): Promise<string> => {
    const name = nameOf(bytes)
    const known = used.get(name) ?? stored.get(name)
    if (known !== undefined) {
      used.set(name, known)
      return name
    }
    const sealed = await seal(zstdCompressSync(bytes))
    const sha256 = hash("sha256", sealed)
    place(pieceFile(sha256), sealed)
    used.set(name, { name, sha256, bytes: sealed.length })
    return name
  }

  const write = async (path: string, bytes: Uint8Array) => {
    const names: Array<string> = []
    for (let at = 0; at < bytes.length; at += pieceBytes) names.push(await put(bytes.subarray(at, at + pieceBytes)))
    parts[path] = names
    files.push({ path, bytes: bytes.length, sha256: hash("sha256", bytes) })
  }

  const copy = async (from: string, path: string) => {
    const file = await open(from, "r")
    try {
      const sum = createHash("sha256")
      const names: Array<string> = []
      let size = 0
      const buffer = Buffer.allocUnsafe(pieceBytes)
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, pieceBytes, size)
        if (bytesRead === 0) break
        const bytes = buffer.subarray(0, bytesRead)
        sum.update(bytes)
        names.push(await put(bytes))
        size += bytesRead
      }
      parts[path] = names
      files.push({ path, bytes: size, sha256: sum.digest("hex") })
    } finally {
      await file.close()
    }
  }

  return {
    contents: piecesFolder,
    files,
    write,
    copy,
    finish: async (manifest): Promise<FinishedBackup> => {
      const sealed: SealedManifest = { manifest, parts }
      const name = await put(Buffer.from(JSON.stringify(sealed)))
      await Effect.runPromise(checkUnchanged(folder, repository, signing.key, used.values()))
      const previous = repository?.lists.at(-1)
      const list: List = {
        format: "corridor-sealed-backup-1",
        repository: repository?.id ?? randomUUID(),
        number: (previous?.number ?? 0) + 1,
        id: manifest.id,
        createdAt: manifest.createdAt,
        previous: previous === undefined ? "" : hashOfList(previous),
        recipients,
        manifest: name,
        pieces: [...used.values()]
      }
      appendList(folder, list, repository?.lists[0]?.number ?? 1, signing)
      return {
        file: listFile(list.number),
        added,
        repository: { id: list.repository, number: list.number, head: hashOfList(list) }
      }
    }
  } satisfies BackupFolder
})
