/**
 * The encryption of the queue: AES-256-GCM under a key that follows from the partner's key and a passphrase, and is stored nowhere.
 *
 * The passphrase is stretched by PBKDF2 (SHA-256, 600,000 rounds: OWASP, Password Storage Cheat Sheet), and the result is signed with the
 * partner's key. An attacker who has the device but not the partner's key cannot even test passphrases; one who has both must try them one by one.
 */

const { subtle } = globalThis.crypto

/** A key of WebCrypto, in a browser or in Node. */
type WebKey = Awaited<ReturnType<typeof subtle.importKey>>

export const queueKeyRounds = 600_000

/** The fewest characters of a passphrase. */
export const minPassphrase = 12

/** Ciphertexts are multiples of this, so that their size does not show how much was entered. */
const blockBytes = 2_048

/** An encrypted value. Its name is authenticated with it, so that no two can be exchanged. */
export interface Sealed {
  readonly name: string
  readonly iv: Uint8Array<ArrayBuffer>
  readonly bytes: ArrayBuffer
}

const encode = (text: string) => new TextEncoder().encode(text)

const associated = (name: string) => encode(`corridor-queue 1 ${name}`)

/** Returns the key of the queue, which is not extractable. */
export const queueKey = async (
  partnerKey: WebKey,
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number
): Promise<WebKey> => {
  const typed = await subtle.importKey("raw", encode(passphrase.normalize("NFKC")), "PBKDF2", false, ["deriveBits"])
  const stretched = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, typed, 256)
  const label = encode("queue\0")
  const message = new Uint8Array([...label, ...new Uint8Array(stretched)])
  const bits = await subtle.sign("HMAC", partnerKey, message)
  return subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"])
}

/** Encrypts a value as JSON, padded with spaces. */
export const seal = async (key: WebKey, name: string, value: unknown): Promise<Sealed> => {
  const text = encode(JSON.stringify(value))
  const padded = new Uint8Array(Math.ceil(text.length / blockBytes) * blockBytes).fill(32)
  padded.set(text)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return {
    name,
    iv,
    bytes: await subtle.encrypt({ name: "AES-GCM", iv, additionalData: associated(name) }, key, padded)
  }
}

/** Decrypts a value. Undefined if the key is another one or the ciphertext was changed. */
export const unseal = async (key: WebKey, { name, iv, bytes }: Sealed): Promise<unknown> => {
  try {
    const text = await subtle.decrypt({ name: "AES-GCM", iv, additionalData: associated(name) }, key, bytes)
    return JSON.parse(new TextDecoder().decode(text))
  } catch {
    return undefined
  }
}
