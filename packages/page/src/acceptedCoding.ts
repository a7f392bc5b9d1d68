import { weightOf } from "./weightOf.ts"

/** Returns the offered coding that Accept-Encoding prefers, the first of equal ones, or undefined for none (RFC 9110, 12.5.3). */
export const acceptedCoding = <Coding extends string>(
  accepted: string | undefined,
  offered: ReadonlyArray<Coding>
): Coding | undefined => {
  const weights = new Map<string, number>()
  for (const part of (accepted ?? "").slice(0, 500).toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";")
    weights.set(name.trim(), weightOf(parameters))
  }
  const weighed = (coding: Coding) => weights.get(coding) ?? weights.get("*") ?? 0
  return offered.filter((coding) => weighed(coding) > 0).sort((a, b) => weighed(b) - weighed(a))[0]
}
