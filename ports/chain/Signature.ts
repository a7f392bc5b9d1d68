/** Ed25519 signatures (RFC 8032) of short texts. Keys and signatures are base64url, the public key as its 32 bytes. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  sign,
  verify
} from "node:crypto"

export interface Signed {
  readonly key: string
  readonly signature: string
}

/** A private key that signs texts. `key` is the public key. */
export interface Signing {
  readonly key: string
  readonly sign: (text: string) => Signed
}

const publicKeyOf = (key: KeyObject): string => createPublicKey(key).export({ format: "jwk" }).x as string

const signingWith = (privateKey: KeyObject): Signing => {
  const key = publicKeyOf(privateKey)
  return { key, sign: (text) => ({ key, signature: sign(null, Buffer.from(text), privateKey).toString("base64url") }) }
}

/** Returns a new private key as PEM (PKCS 8). */
export const newPrivateKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }) as string

/** Throws if the text is not an Ed25519 private key in PEM: others sign what nobody can verify. */
export const signingOf = (pem: string): Signing => {
  const key = createPrivateKey(pem)
  if (key.asymmetricKeyType !== "ed25519") throw new TypeError("not an Ed25519 key")
  return signingWith(key)
}

/** PKCS #8 of an Ed25519 key, up to its 32 bytes (RFC 8410). */
const prefix = Buffer.from("302e020100300506032b657004220420", "hex")

/** Returns the key that follows from a secret of at least 32 random bytes. `use` separates it from other uses of the secret. */
export const signingFrom = (secret: string, use: string): Signing => {
  const seed = Buffer.from(hkdfSync("sha256", secret, "", use, 32))
  return signingWith(createPrivateKey({ key: Buffer.concat([prefix, seed]), format: "der", type: "pkcs8" }))
}

/** Returns whether the signature fits. A malformed key or signature does not. */
export const signatureFits = (text: string, { key, signature }: Signed): boolean => {
  try {
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: key }, format: "jwk" })
    return verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64url"))
  } catch {
    return false
  }
}
