/** Returns the 32-bit FNV-1a hash of a text's UTF-16 code units. `before`: the hash of the text in front of it. */
export const fnv1a = (text: string, before = 2166136261): number => {
  let hash = before
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return hash >>> 0
}
