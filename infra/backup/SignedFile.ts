/** JSON files of a backup that are signed: `{content, key, signature}`. */
import { hash } from "node:crypto"
import { type Signed, type Signing, signatureFits } from "../../ports/chain/Signature.ts"

/** Returns the text of a file that is signed. */
export const signedText = (file: unknown, space?: number): string => `${JSON.stringify(file, null, space)}\n`

/** Parses the text that `signedText` returned. Throws if it is another one, also if only blanks differ. */
export const parseSignedText = (text: string, space?: number): unknown => {
  const file: unknown = JSON.parse(text)
  if (signedText(file, space) !== text) throw new Error("the file was changed")
  return file
}

/** Returns the text that is signed. `use` separates kinds of files, so that none can stand for another. */
const textOf = (use: string, content: unknown) => `corridor backup ${use} ${hash("sha256", JSON.stringify(content))}`

/** Returns key and signature of `content`. */
export const signContent = (use: string, content: unknown, signing: Signing): Signed =>
  signing.sign(textOf(use, content))

/** Returns whether the signature is one of `content`, with the key that it names. */
export const fitsContent = (use: string, content: unknown, signed: Signed): boolean =>
  signatureFits(textOf(use, content), signed)
