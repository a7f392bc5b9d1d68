/**
 * **High risk.** The keys with which the installation signs its ledger: one owner-only file for each, `1.json`, `2.json` and so on. A file is never
 * changed. The newest key signs; the others verify older entries.
 */
import { linkSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Schema } from "effect"
import type { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import { beginning } from "../../ports/chain/HashChain.ts"
import { newPrivateKey, signingOf } from "../../ports/chain/Signature.ts"
import type { SignedEntry } from "../../ports/chain/SignedChain.ts"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { Unavailable } from "../process/Unavailable.ts"

const KeyFile = Schema.Struct({
  key: Schema.String,
  after: Schema.Int,
  head: Schema.String,
  created: Schema.String,
  privateKey: Schema.String
})

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(KeyFile))

const fileName = /^([1-9]\d*)\.json$/

const versionsIn = (folder: string): ReadonlyArray<number> => {
  try {
    return readdirSync(folder)
      .flatMap((name) => fileName.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((a, b) => a - b)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []
    throw error
  }
}

const readKey = (folder: string, version: number) => {
  const file = join(folder, `${version}.json`)
  try {
    const read = decode(readTextFile(file))
    const signing = signingOf(read.privateKey)
    if (signing.key === read.key) return { ...read, signing }
  } catch {
    // Reported below, without the file's content.
  }
  throw new Unavailable({
    part: "ledger key",
    message: `The signing key ${file} is damaged or may not be read. Restore it from a backup.`
  })
}

/** Writes the file unless another process was faster. */
const writeOnce = (folder: string, version: number, text: string): void => {
  const aside = join(folder, `new-${process.pid}-${version}`)
  writeOwnerOnlyFile(aside, text)
  try {
    linkSync(aside, join(folder, `${version}.json`))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** Returns the signer with the keys in `folder`. The folder is created with the first key. */
export const fileEntrySigner = (folder: string): EntrySigner => {
  const read = () => versionsIn(folder).map((version) => readKey(folder, version))
  const add = (entries: ReadonlyArray<SignedEntry>) => {
    const version = (versionsIn(folder).at(-1) ?? 0) + 1
    const privateKey = newPrivateKey()
    const { key } = signingOf(privateKey)
    const head = entries.at(-1)?.hash ?? beginning
    const made = { key, after: entries.length, head, created: new Date().toISOString(), privateKey }
    writeOnce(folder, version, `${JSON.stringify(made, undefined, 2)}\n`)
    return readKey(folder, version).signing
  }
  return {
    keys: () => read().map(({ key, after, head }) => ({ key, after, head })),
    signing: (entries) =>
      read().at(-1)?.signing ?? (entries.some(({ signature }) => signature !== "") ? undefined : add(entries)),
    addKey: add,
    seen: new Set()
  }
}
