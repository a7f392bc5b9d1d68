/** The partner's key in this process. */
import { createHmac, createSecretKey, hash } from "node:crypto"
import type { PartnerHasher } from "../check/PartnerHasher.ts"

export const nodeHasher = (key: Uint8Array): PartnerHasher => {
  const secret = createSecretKey(key)
  return {
    hmacHex: (texts) => texts.map((text) => createHmac("sha256", secret).update(text).digest("hex")),
    sha256Hex: (text) => hash("sha256", text)
  }
}
