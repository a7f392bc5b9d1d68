/** Bytes as text in states and messages, which are JSON. */
import sodium from "libsodium-wrappers-sumo"
import { RoundRefused } from "./RoundRefused.ts"

const variant = () => sodium.base64_variants.URLSAFE_NO_PADDING

/** Bytes as base64url without padding. */
export const toText = (bytes: Uint8Array): string => sodium.to_base64(bytes, variant())

/** Returns the bytes of a text that `toText` wrote; undefined for any other. */
export const fromText = (text: string): Uint8Array | undefined => {
  try {
    return sodium.from_base64(text, variant())
  } catch {
    return undefined
  }
}

/** Returns the bytes of a text, refused as part of terms that are not valid. */
export const bytesOf = (text: string): Uint8Array => {
  const bytes = fromText(text)
  if (bytes === undefined) throw new RoundRefused("terms-invalid")
  return bytes
}
