/**
 * A folder of encrypted backups, each of which adds only what changed. Content is cut into pieces; each is encrypted to the recipients and stored
 * once, in `pieces/` under the hash of its encrypted bytes.
 *
 * `backups/00001.json` lists the pieces of the first backup, `00002.json` those of the second, and so on. A list is signed by the installation and
 * contains the hash of the list before it. `head.json`, signed too, names the first and the newest list. So without any secret it can be verified that
 * no file was changed, added, removed, exchanged or replaced by an older one. The whole folder replaced by an older copy of itself is found with the
 * newest hash, which the key folder has.
 */
import { hash } from "node:crypto"
import { join } from "node:path"
import { Effect, Schema } from "effect"
import type { Signing } from "../../ports/chain/Signature.ts"
import { readInputText } from "../../ports/files/InputFile.ts"
import { Sha256 } from "../../ports/ValueSchemas.ts"
import { writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { filesBelow, hashFile, isThere, notRead, otherSigner, refused, statOf } from "./Manifest.ts"
import { fitsContent, parseSignedText, signContent, signedText } from "./SignedFile.ts"

const Piece = Schema.Struct({
  /** Name of its content: see `BackupSigner`. */
  name: Sha256,
  /** SHA-256 of the encrypted bytes, which names the file. */
  sha256: Sha256,
  /** Size of the file. */
  bytes: Schema.Int
})
export type Piece = typeof Piece.Type

const List = Schema.Struct({
  format: Schema.Literal("corridor-sealed-backup-1"),
  repository: Schema.String,
  number: Schema.Int,
  id: Schema.String,
  createdAt: Schema.String,
  /** Hash of the list before this one; "" for the first. */
  previous: Schema.String,
  recipients: Schema.Array(Schema.String),
  /** Name of the piece with the encrypted manifest. */
  manifest: Sha256,
  pieces: Schema.Array(Piece)
})
export type List = typeof List.Type

const Head = Schema.Struct({ repository: Schema.String, first: Schema.Int, newest: Schema.Int, hash: Sha256 })

const signedFile = <S extends Schema.Top>(content: S) =>
  Schema.Struct({ content, key: Schema.String, signature: Schema.String })
const decodeList = Schema.decodeUnknownSync(signedFile(List))
const decodeHead = Schema.decodeUnknownSync(signedFile(Head))

const headFile = "head.json"
/** Returns the path of a backup's list, in the repository. */
export const listFile = (number: number) => `backups/${String(number).padStart(5, "0")}.json`

/** The folder of all pieces, in the repository. */
export const piecesFolder = "pieces"

/** Returns the path of a piece, in the repository. */
export const pieceFile = (sha256: string) => `${piecesFolder}/${sha256.slice(0, 2)}/${sha256}`

/** Returns the hash by which the next list, the head and the key folder name a list. */
export const hashOfList = (list: List): string => hash("sha256", JSON.stringify(list))

/** What a folder contains. */
export interface SealedRepository {
  readonly folder: string
  readonly id: string
  /** The key that signed it. */
  readonly key: string
  /** The lists of all backups, oldest first. */
  readonly lists: ReadonlyArray<List>
  /** Hash of the newest list. */
  readonly head: string
}

const missing = (folder: string, file: string) =>
  `The backup in ${folder} is damaged: ${file} is missing or was changed.`

/** Returns whether `folder` is a repository of encrypted backups. */
export const isSealed = (folder: string): boolean => isThere(join(folder, headFile))

/** Reads and verifies head and lists. Fails at the first that is missing, changed, exchanged or signed with another key than `signer`. */
export const readRepository = Effect.fn("SealedRepository.read")(function* (folder: string, signer: string) {
  const read = <A>(file: string, decode: (file: unknown) => A) =>
    Effect.try({
      try: () => decode(parseSignedText(readInputText(join(folder, file)))),
      catch: (error) => refused(notRead(error) ?? missing(folder, file))
    })
  const accept = <A>(use: string, file: string, signed: { content: A; key: string; signature: string }) => {
    if (signed.key !== signer) return Effect.fail(refused(otherSigner(folder, signed.key)))
    return fitsContent(use, signed.content, signed)
      ? Effect.succeed(signed.content)
      : Effect.fail(refused(`The backup in ${folder} is damaged: ${file} was changed.`))
  }
  const head = yield* accept("head", headFile, yield* read(headFile, decodeHead))
  const lists: Array<List> = []
  for (let number = head.first; number <= head.newest; number++) {
    const file = listFile(number)
    const list = yield* accept("list", file, yield* read(file, decodeList))
    const before = lists.at(-1)
    const isNext =
      list.repository === head.repository &&
      list.number === number &&
      (before === undefined || list.previous === hashOfList(before))
    if (!isNext)
      return yield* refused(`The backup in ${folder} is damaged: ${file} is not the list that was written there.`)
    lists.push(list)
  }
  const newest = lists.at(-1)
  if (newest === undefined || hashOfList(newest) !== head.hash)
    return yield* refused(`The backup in ${folder} is damaged: head.json does not fit its newest list.`)
  return { folder, id: head.repository, key: signer, lists, head: head.hash } satisfies SealedRepository
})

/** Returns the key that the repository names as its signer. It proves nothing until it is compared with what is known elsewhere. */
export const namedSigner = (folder: string): string | undefined => {
  try {
    return decodeHead(parseSignedText(readInputText(join(folder, headFile)))).key
  } catch {
    return undefined
  }
}

/** Writes the list of a backup and makes it the newest. The head is replaced last. */
export const appendList = (folder: string, list: List, first: number, signing: Signing): void => {
  const write = (file: string, use: string, content: unknown) =>
    writeOwnerOnlyFile(join(folder, file), signedText({ content, ...signContent(use, content, signing) }))
  write(listFile(list.number), "list", list)
  const head = { repository: list.repository, first, newest: list.number, hash: hashOfList(list) }
  write(headFile, "head", head)
}

/** Writes a head that begins at the backup `first`, before the older ones are removed. */
export const moveFirst = ({ folder, id, lists, head }: SealedRepository, first: number, signing: Signing): void => {
  const content = { repository: id, first, newest: lists.at(-1)?.number as number, hash: head }
  writeOwnerOnlyFile(join(folder, headFile), signedText({ content, ...signContent("head", content, signing) }))
}

/** Returns the files in the folder that none of the backups wrote. */
export const unknownFiles = ({ folder, lists }: SealedRepository): ReadonlyArray<string> => {
  const known = new Set([
    headFile,
    ...lists.flatMap(({ number, pieces }) => [listFile(number), ...pieces.map(({ sha256 }) => pieceFile(sha256))])
  ])
  return filesBelow(folder).filter((path) => !known.has(path))
}

/** Returns whether a file has the name of a piece or list: it is left over from a backup that was interrupted, or from pruning. */
export const isLeftOver = (path: string): boolean =>
  /^(?:pieces\/[0-9a-f]{2}\/[0-9a-f]{64}|backups\/\d{5,}\.json|head\.json)(?:\.\d+\.new)?$/.test(path)

/** Returns whether the file of a piece is there with the right size. */
export const isStored = (folder: string, { sha256, bytes }: Piece): boolean =>
  statOf(join(folder, pieceFile(sha256)))?.size === bytes

/** Checks the files of all pieces of the lists by their hashes. Calls `addProgress` with the bytes of each. */
export const checkPieces = Effect.fn("SealedRepository.checkPieces")(function* (
  folder: string,
  lists: ReadonlyArray<List>,
  addProgress: (bytes: number) => void
) {
  const pieces = new Map(lists.flatMap((list) => list.pieces.map((piece) => [piece.sha256, piece])))
  for (const piece of pieces.values()) {
    const file = pieceFile(piece.sha256)
    const isWhole =
      isStored(folder, piece) &&
      (yield* Effect.tryPromise({
        try: () => hashFile(join(folder, file)),
        catch: (error) => refused(notRead(error) ?? missing(folder, file))
      })) === piece.sha256
    if (!isWhole) return yield* refused(missing(folder, file))
    addProgress(piece.bytes)
  }
  return pieces.size
})
