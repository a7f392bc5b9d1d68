/** Returns the meaning of the system code of an error or of its cause; undefined if `meanings` has none. */
export const meaningOfCode = (meanings: Readonly<Record<string, string>>, error: unknown): string | undefined => {
  if (typeof error !== "object" || error === null) return undefined
  const { code, cause, reason } = error as {
    readonly code?: unknown
    readonly cause?: unknown
    readonly reason?: unknown
  }
  return meanings[String(code)] ?? meaningOfCode(meanings, cause) ?? meaningOfCode(meanings, reason)
}
