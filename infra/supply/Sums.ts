/** The list of files of a release with their SHA-256, in the format of `sha256sum`, and its Ed25519 signature. */
import { createPrivateKey, createPublicKey, hash, sign, verify } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

export const sumsFile = "SHA256SUMS"
export const signatureFile = "SHA256SUMS.sig"

const sumOf = (folder: string, file: string) => hash("sha256", readFileSync(join(folder, file)))

/** Returns the files that the list must name: all but the list itself and its signature. */
const filesIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file !== sumsFile && file !== signatureFile)
    .sort()

/** Writes the list, and its signature if there is a private key (PEM). */
export const writeSums = (folder: string, privateKey?: string): void => {
  const text = filesIn(folder)
    .map((file) => `${sumOf(folder, file)}  ${file}\n`)
    .join("")
  writeFileSync(join(folder, sumsFile), text)
  if (privateKey !== undefined)
    writeFileSync(join(folder, signatureFile), sign(null, Buffer.from(text), createPrivateKey(privateKey)))
}

/** Returns what is wrong with the files, their list or its signature by a public key (PEM); nothing if all is well. */
export const sumProblems = (folder: string, publicKey: string): ReadonlyArray<string> => {
  const [sums, signature] = [join(folder, sumsFile), join(folder, signatureFile)]
  if (!existsSync(sums)) return [`${sumsFile} is missing.`]
  if (!existsSync(signature)) return [`${signatureFile} is missing: nobody signed these files.`]
  const text = readFileSync(sums)
  if (!verify(null, text, createPublicKey(publicKey), readFileSync(signature)))
    return [`${sumsFile} was changed after it was signed, or another key signed it.`]
  const listed = new Map(
    text
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => [line.slice(66), line.slice(0, 64)])
  )
  const there = filesIn(folder)
  return [
    ...there.flatMap((file) => {
      if (!listed.has(file)) return [`${file} is not in the list.`]
      return listed.get(file) === sumOf(folder, file) ? [] : [`${file} was changed.`]
    }),
    ...[...listed.keys()].filter((file) => !there.includes(file)).map((file) => `${file} is missing.`)
  ]
}
