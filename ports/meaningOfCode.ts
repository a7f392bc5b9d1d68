/** Returns what `meanings` has for the system's code of an error, or of one that caused it; undefined if it has none. */
export const meaningOfCode = (meanings: Readonly<Record<string, string>>, error: unknown): string | undefined => {
  if (typeof error !== "object" || error === null) return undefined
  const { code, cause, reason } = error as {
    readonly code?: unknown
    readonly cause?: unknown
    readonly reason?: unknown
  }
  return meanings[String(code)] ?? meaningOfCode(meanings, cause) ?? meaningOfCode(meanings, reason)
}
