/**
 * The key with which an installation signs its backups, in `backup/signer.pem` in the key folder. An age recipient is public, so anybody can
 * encrypt to it: only the signature shows that a backup is the installation's.
 */
import { createHmac, hkdfSync } from "node:crypto"
import { join } from "node:path"
import { newPrivateKey, type Signing, signingOf } from "../../ports/chain/Signature.ts"
import { readTextFile, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { Unavailable } from "../process/Unavailable.ts"

export interface BackupSigner {
  readonly signing: Signing
  /**
   * Returns the name of a piece of content. Equal pieces have equal names, and a name discloses nothing without the key: the hash alone would
   * show whether a backup contains a guessed content.
   */
  readonly nameOf: (bytes: Uint8Array) => string
}

const fileIn = (keysFolder: string) => join(keysFolder, "backup", "signer.pem")

const signerOf = (file: string, pem: string): BackupSigner => {
  const namingKey = Buffer.from(hkdfSync("sha256", pem, "", "corridor names of backup pieces", 32))
  try {
    return {
      signing: signingOf(pem),
      nameOf: (bytes) => createHmac("sha256", namingKey).update(bytes).digest("hex")
    }
  } catch {
    throw new Unavailable({
      part: "backup key",
      message: `The key ${file}, which signs backups, is damaged or of another kind (Ed25519 is needed). Restore it from a backup, or move it away to sign with a new one.`
    })
  }
}

/** Returns the signer, whose key is made with the first backup. */
export const backupSigner = (keysFolder: string): BackupSigner => {
  const file = fileIn(keysFolder)
  const there = readTextFile(file)
  if (there !== undefined) return signerOf(file, there)
  const pem = newPrivateKey()
  writeOwnerOnlyFile(file, pem)
  return signerOf(file, pem)
}

/** Returns the public key that signs the installation's backups; undefined if there is none yet. */
export const knownSigner = (keysFolder: string): string | undefined => {
  const file = fileIn(keysFolder)
  const there = readTextFile(file)
  return there === undefined ? undefined : signerOf(file, there).signing.key
}
