/** Returns where a set of characters that opens at `at` closes; undefined when it does not. */
const closing = (pattern: string, at: number): number | undefined => {
  let end = at + 1
  if (pattern[end] === "!") end++
  // A leading bracket is one of the characters.
  if (pattern[end] === "]") end++
  const found = pattern.indexOf("]", end)
  return found < 0 ? undefined : found
}

/** Returns a shell pattern as in dbt's selectors: `*`, `?`, `[abc]`, `[!a-c]`; `*` passes over dots and slashes. */
export const glob = (pattern: string): ((text: string) => boolean) => {
  if (!/[*?[]/.test(pattern)) return (text) => text === pattern
  let source = ""
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at] as string
    const close = sign === "[" ? closing(pattern, at) : undefined
    if (sign === "*") source += ".*"
    else if (sign === "?") source += "."
    else if (close !== undefined) {
      const inside = pattern
        .slice(at + 1, close)
        .replaceAll("\\", "\\\\")
        .replaceAll("[", "\\[")
      source += `[${inside.startsWith("!") ? `^${inside.slice(1)}` : inside.replace(/^\^/, "\\^")}]`.replace(
        /\]\]$/,
        "\\]]"
      )
      at = close
    } else source += sign.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
  }
  const compiled = new RegExp(`^${source}$`, "s")
  return (text) => compiled.test(text)
}
