/** Flags that open an encrypted backup, and those with what is known of it elsewhere. */
import { resolve } from "node:path"
import { Effect } from "effect"
import { readIdentity } from "../keys/AgeKeys.ts"
import { passphrase } from "../keys/passphrase.ts"
import { optionalText } from "./CommonFlags.ts"

export const openingFlags = {
  identity: optionalText("identity", "file with the age identity that opens an encrypted backup"),
  signer: optionalText(
    "signer",
    "key that must have signed the backup, as 'backup' printed it, or none for a backup from before they were signed; default: that of the identity file or the key folder"
  ),
  head: optionalText(
    "head",
    "hash of a backup that the folder must contain, as 'backup' printed it; default: the newest that the key folder knows"
  )
}

interface Given {
  readonly identity: string | undefined
  readonly signer: string | undefined
  readonly head: string | undefined
}

/** Returns what opens a backup. Reads the identity file, and asks for its passphrase if it has one. */
export const openingOf = Effect.fn("openingOf")(function* ({ identity, signer, head }: Given) {
  const opening = identity === undefined ? undefined : yield* readIdentity(resolve(identity), passphrase)
  return { identity: opening, signer, head }
})
