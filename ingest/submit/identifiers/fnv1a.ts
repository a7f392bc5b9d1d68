/** Returns the 32-bit FNV-1a hash of a text's UTF-16 code units. */
export const fnv1a = (text: string): number => {
  let hash = 2166136261
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619)
  return hash >>> 0
}
