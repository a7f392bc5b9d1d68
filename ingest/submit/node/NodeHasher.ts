/** The partner's key in this process. */
import { hash } from "node:crypto"
import type { PartnerHasher } from "../check/PartnerHasher.ts"

/** Bytes of a block of SHA-256. */
const blockSize = 64

/**
 * HMAC (RFC 2104) as two hashes of one call each: OpenSSL's own takes an object and several times as long for a text as short as a
 * case number. `test/unit/submit/Hashers.test.ts` holds it against that and against WebCrypto.
 */
export const nodeHasher = (key: Uint8Array): PartnerHasher => {
  const block = Buffer.alloc(blockSize)
  block.set(key.length > blockSize ? hash("sha256", key, "buffer") : key)
  const inner = block.map((byte) => byte ^ 0x36)
  const outer = Buffer.alloc(blockSize + 32)
  outer.set(block.map((byte) => byte ^ 0x5c))
  let room = Buffer.alloc(1024)
  room.set(inner)
  const hmac = (text: string): string => {
    const most = blockSize + 3 * text.length
    if (room.length < most) {
      room = Buffer.alloc(2 * most)
      room.set(inner)
    }
    const length = blockSize + room.write(text, blockSize, "utf8")
    outer.set(hash("sha256", room.subarray(0, length), "buffer"), blockSize)
    return hash("sha256", outer, "hex")
  }
  return { hmacHex: (texts) => texts.map(hmac), sha256Hex: (text) => hash("sha256", text) }
}
