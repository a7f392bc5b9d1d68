/** Number formats with which registers complete a number: `00000`, `"MD-"0000`, `000-000` (ECMA-376, 18.8.31). The cell has 12 and shows `MD-0012`. */

/** A text in quotes, a sign that stands for itself, or places of digits. A format with anything else changes how a quantity is written. */
const part = /"([^"]*)"|\\(.)|_.|([ +()/:-])|(General|[0#]+)/giy

interface MaskPart {
  readonly text: string
  /** Number of places; 0 for a text. */
  readonly places: number
}

const partsOf = (section: string): ReadonlyArray<MaskPart> | undefined => {
  const found: Array<MaskPart> = []
  part.lastIndex = 0
  while (part.lastIndex < section.length) {
    const match = part.exec(section)
    if (match === null) return undefined
    const [, quoted, escaped, sign, places] = match
    found.push({ text: quoted ?? escaped ?? sign ?? "", places: places?.length ?? 0 })
  }
  return found
}

/**
 * Returns how a format writes a whole number, if it puts zeros, letters or separators before or between the digits; undefined for any other format.
 * A text behind the digits alone is a unit.
 */
export const numberMask = (code: string): ((value: number) => string) | undefined => {
  const section = code.split(";", 1)[0] ?? ""
  const parts = partsOf(section)
  const first = parts?.findIndex(({ places }) => places > 0) ?? -1
  if (parts === undefined || first < 0) return undefined
  const digits = parts.filter(({ places }) => places > 0)
  const hasText = parts.slice(0, first).some(({ text }) => /[\p{L}\p{N}]/u.test(text))
  const zeros = (section.replace(/"[^"]*"|\\./g, "").match(/0/g) ?? []).length
  if (!hasText && zeros < 2) return undefined
  return (value) => {
    let rest = String(value).padStart(zeros, "0")
    const shown: Array<string> = []
    for (const one of parts.toReversed()) {
      if (one.places === 0) shown.unshift(one.text)
      else {
        const from = one === digits[0] ? 0 : Math.max(0, rest.length - one.places)
        shown.unshift(rest.slice(from))
        rest = rest.slice(0, from)
      }
    }
    return shown.join("").trim()
  }
}
