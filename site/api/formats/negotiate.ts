import { weightOf } from "@corridor/page/weightOf"
import { bareMediaType as bare, type Format, formats } from "../../metadata/formats.ts"

/** Returns how specifically a media range names a format: 3 exactly, 2 by type, 1 by a wildcard, 0 not at all. */
const exactness = (range: string, format: Format): number => {
  if (range === bare(format)) return 3
  if (range === `${bare(format).split("/")[0]}/*`) return 2
  return range === "*/*" ? 1 : 0
}

/**
 * Returns the format that `?format=` or else `Accept` asks for (RFC 9110, 12.5.1), or undefined if none is supported.
 *
 * The first of `formats` wins a tie.
 */
export const negotiate = (wanted: string | null, accept: string | undefined): Format | undefined => {
  if (wanted !== null) return formats.find((format) => format === wanted)
  if (accept === undefined || accept.trim() === "") return "json"
  const ranges = accept
    .slice(0, 1_000)
    .split(",")
    .map((part) => {
      const [range = "", ...parameters] = part.split(";")
      return { range: range.trim().toLowerCase(), weight: weightOf(parameters) }
    })
  const weighed = formats.map((format) => {
    const best = ranges
      .filter(({ range }) => exactness(range, format) > 0)
      .sort((a, b) => exactness(b.range, format) - exactness(a.range, format))[0]
    return { format, weight: best?.weight ?? 0 }
  })
  const most = Math.max(...weighed.map(({ weight }) => weight))
  return most > 0 ? weighed.find(({ weight }) => weight === most)?.format : undefined
}
