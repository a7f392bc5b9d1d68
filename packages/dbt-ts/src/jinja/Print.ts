/** Prints values as Python does: `str` at the top level, `repr` in a list or dictionary. */
import { Dict, Float, HostObject, OrderedDict, Tuple, Undefined, type Value } from "./Value.ts"

/** Shortest digits that give the number back; exponents from 1e16 up and below 1e-4. */
export const printFloat = (value: number): string => {
  if (Number.isNaN(value)) return "nan"
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf"
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0"
  const size = Math.abs(value)
  if (size >= 1e16 || size < 1e-4) {
    const [digits, exponent] = value.toExponential().split("e") as [string, string]
    const power = exponent.slice(1)
    return `${digits}e${exponent[0]}${power.padStart(2, "0")}`
  }
  const text = String(value)
  return text.includes(".") ? text : `${text}.0`
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }

const printText = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  let out = quote
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (character === quote) out += `\\${character}`
    else if (escapes[character] !== undefined) out += escapes[character]
    else if (code < 32 || (code >= 127 && code <= 160) || code === 173)
      out += `\\x${code.toString(16).padStart(2, "0")}`
    else if (code > 160 && /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u.test(character))
      out += code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`
    else out += character
  }
  return out + quote
}

/** Lists and dictionaries that are being printed: one that holds itself prints as dots. */
const open = new Set<object>()

const enclosed = (value: object, dots: string, items: () => string): string => {
  if (open.has(value)) return dots
  open.add(value)
  try {
    return items()
  } finally {
    open.delete(value)
  }
}

/** Python's `repr`. */
export const repr = (value: Value): string => {
  if (typeof value === "string") return printText(value)
  if (Array.isArray(value)) return enclosed(value, "[...]", () => `[${value.map(repr).join(", ")}]`)
  if (value instanceof Tuple)
    return value.items.length === 1 ? `(${repr(value.items[0] as Value)},)` : `(${value.items.map(repr).join(", ")})`
  if (value instanceof OrderedDict) {
    return enclosed(
      value,
      "...",
      () =>
        `OrderedDict([${value
          .entries()
          .map((pair) => repr(new Tuple(pair)))
          .join(", ")}])`
    )
  }
  if (value instanceof Dict) {
    const entry = ([key, item]: readonly [Value, Value]): string => `${repr(key)}: ${repr(item)}`
    return enclosed(value, "{...}", () => `{${value.entries().map(entry).join(", ")}}`)
  }
  if (value instanceof Undefined) return "Undefined"
  if (value instanceof HostObject) return value.repr()
  if (value instanceof Float && value.written !== undefined) return `Decimal('${value.written}')`
  return str(value)
}

/** Python's `ascii`: the same with every other character escaped. */
export const ascii = (value: Value): string =>
  [...repr(value)]
    .map((character) => {
      const code = character.codePointAt(0) as number
      if (code < 128) return character
      const [mark, width] = code > 0xffff ? ["U", 8] : code > 0xff ? ["u", 4] : ["x", 2]
      return `\\${mark}${code.toString(16).padStart(width as number, "0")}`
    })
    .join("")

/** Python's `str`: what `{{ … }}` prints. */
export const str = (value: Value): string => {
  if (typeof value === "string") return value
  if (typeof value === "boolean") return value ? "True" : "False"
  if (value === null) return "None"
  if (typeof value === "number" || typeof value === "bigint") return String(value)
  if (value instanceof Float) return value.written ?? printFloat(value.value)
  if (value instanceof Undefined) return ""
  if (value instanceof HostObject) return value.print()
  return repr(value)
}
