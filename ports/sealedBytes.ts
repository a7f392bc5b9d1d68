/** Sealing with AES-256-GCM: only holders of the key can read what is sealed, and any change to it is detected. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"

const cipher = "aes-256-gcm"
const [nonceBytes, authTagLength] = [12, 16]

/** Returns nonce, tag and ciphertext. `context` names the place of the bytes, and they can be opened with the same context only. */
export const seal = (key: Uint8Array, content: string | Uint8Array, context = ""): Buffer => {
  const nonce = randomBytes(nonceBytes)
  const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(context))
  const body = Buffer.concat([sealing.update(content), sealing.final()])
  return Buffer.concat([nonce, sealing.getAuthTag(), body])
}

/** Returns what was sealed. Throws if the key or the context differs, or a byte was changed. */
export const unseal = (key: Uint8Array, sealed: Uint8Array, context = ""): Buffer => {
  const bodyAt = nonceBytes + authTagLength
  const opening = createDecipheriv(cipher, key, sealed.subarray(0, nonceBytes), { authTagLength })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(nonceBytes, bodyAt))
  return Buffer.concat([opening.update(sealed.subarray(bodyAt)), opening.final()])
}
