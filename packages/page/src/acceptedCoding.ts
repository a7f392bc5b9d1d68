/** Returns the offered coding that Accept-Encoding prefers, the first of equal ones, or undefined for none (RFC 9110, 12.5.3). */
export const acceptedCoding = <Coding extends string>(
  accepted: string | undefined,
  offered: ReadonlyArray<Coding>
): Coding | undefined => {
  const weights = new Map<string, number>()
  for (const part of (accepted ?? "").slice(0, 500).toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim())
    const q = Number(parameters.find((text) => text.startsWith("q="))?.slice(2) ?? "1")
    weights.set(name, q >= 0 && q <= 1 ? q : 0)
  }
  const weightOf = (coding: Coding) => weights.get(coding) ?? weights.get("*") ?? 0
  return offered.filter((coding) => weightOf(coding) > 0).sort((a, b) => weightOf(b) - weightOf(a))[0]
}
