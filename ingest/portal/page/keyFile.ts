import { keyOfText } from "../../partners/keyOfText.ts"
import { keyCheckOf } from "../../submit/check/keyCheck.ts"
import { webCryptoHasher } from "../../submit/check/PartnerHasher.ts"

const importKey = (bytes: Uint8Array<ArrayBuffer>) =>
  crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])

/** Returns the check value of a key. */
export const checkOfKey = (key: CryptoKey): Promise<string> => keyCheckOf(webCryptoHasher(key))

/** Makes a partner's key: 32 random bytes. `text` is the content of its file, the only copy of the key. */
export const makeKey = async (): Promise<{ readonly key: CryptoKey; readonly text: string }> => {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return { key: await importKey(bytes), text: `${btoa(String.fromCharCode(...bytes))}\n` }
}

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
  return importKey(bytes)
}
