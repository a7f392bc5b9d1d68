/** The partner's key from its file: a line of base64, or a JSON object that has it as `key`. */

/** 32 bytes as base64. */
const shape = /^[A-Za-z0-9+/]{43}=$/

const textOf = (file: string): string | undefined => {
  const text = file.replace(/^\uFEFF/, "").trim()
  if (shape.test(text)) return text
  try {
    const { key } = JSON.parse(text) as { readonly key?: unknown }
    return typeof key === "string" && shape.test(key) ? key : undefined
  } catch {
    return undefined
  }
}

/** A key that signs and cannot be taken out again; undefined when the file holds none. */
export const readKeyFile = async (file: Blob): Promise<CryptoKey | undefined> => {
  if (file.size > 10_000) return undefined
  const text = textOf(await file.text())
  if (text === undefined) return undefined
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
}
