/** Computes first pseudonyms and record ids with the partner's key, in this process or in a browser. */

export interface PartnerHasher {
  /** HMAC-SHA-256 of each text under the partner's key, as 64 hexadecimal digits. */
  readonly hmacHex: (texts: ReadonlyArray<string>) => ReadonlyArray<string> | Promise<ReadonlyArray<string>>
  /** SHA-256 of a text or of bytes, as 64 hexadecimal digits. */
  readonly sha256Hex: (content: string | Uint8Array<ArrayBuffer>) => string | Promise<string>
}

/** A key of WebCrypto. */
type HmacKey = Parameters<typeof globalThis.crypto.subtle.sign>[1]

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("")

/** With WebCrypto: `key` is an HMAC key with SHA-256 that may sign; it need not be extractable. */
export const webCryptoHasher = (key: HmacKey): PartnerHasher => {
  const { subtle } = globalThis.crypto
  const encoder = new TextEncoder()
  return {
    hmacHex: (texts) =>
      Promise.all(texts.map(async (text) => hex(await subtle.sign("HMAC", key, encoder.encode(text))))),
    sha256Hex: async (content) =>
      hex(await subtle.digest("SHA-256", typeof content === "string" ? encoder.encode(content) : content))
  }
}
