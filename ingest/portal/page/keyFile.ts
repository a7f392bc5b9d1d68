import { keyOfText } from "../../partners/keyOfText.ts"

/**
 * Reads the partner's key: a line of base64, or a JSON object with the property `key`.
 *
 * Returns a signing key that is not extractable, or undefined if the file holds no key.
 */
export const readKeyFile = async (file: Blob): Promise<CryptoKey | undefined> => {
  if (file.size > 10_000) return undefined
  const text = keyOfText(await file.text())
  if (text === undefined) return undefined
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
}
