/** 32 bytes as base64. */
const shape = /^[A-Za-z0-9+/]{43}=$/

/**
 * Returns the partner's key in the text of its file as base64: a line of base64, or a JSON object with the property `key`. Returns undefined if the
 * text holds no key.
 */
export const keyOfText = (file: string): string | undefined => {
  const text = file.replace(/^\uFEFF/, "").trim()
  if (shape.test(text)) return text
  try {
    const { key } = JSON.parse(text) as { readonly key?: unknown }
    return typeof key === "string" && shape.test(key) ? key : undefined
  } catch {
    return undefined
  }
}
