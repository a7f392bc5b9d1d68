/** Python's two ways to format text: `'%s' % value` and `'{}'.format(value)`. */

import { asNumber, asWhole, isNumber } from "./Numbers.ts"
import { ascii, repr, str } from "./Print.ts"
import { fixed } from "./Round.ts"
import { fail } from "./TemplateError.ts"
import { defined, typeName } from "./typeName.ts"
import { Dict, Float, HostObject, type Named, Tuple, Undefined, type Value } from "./Value.ts"

interface Spec {
  readonly fill: string
  readonly align: string | undefined
  readonly sign: string
  readonly alternate: boolean
  readonly width: number
  readonly group: string
  readonly precision: number | undefined
  readonly type: string
}

const exponent = (value: number, precision: number): string =>
  value.toExponential(precision).replace(/e([+-])(\d)$/, "e$10$2")

const general = (value: number, precision: number, alternate: boolean): string => {
  if (value === 0) return "0"
  const digits = precision === 0 ? 1 : precision
  const power = Number(value.toExponential(digits - 1).split("e")[1])
  const text = power < -4 || power >= digits ? exponent(value, digits - 1) : fixed(value, digits - 1 - power)
  return alternate || !text.includes(".") ? text : text.replace(/\.?0+(?=e|$)/, "")
}

const numberText = (value: Value, spec: Spec): string | undefined => {
  const integer = asWhole(value)
  const number = asNumber(value)
  if (number === undefined) return undefined
  const absolute = integer !== undefined ? (integer < 0n ? -integer : integer) : undefined
  const size = Math.abs(number)
  const bases: Readonly<Record<string, readonly [number, string]>> = {
    b: [2, "0b"],
    o: [8, "0o"],
    x: [16, "0x"],
    X: [16, "0X"]
  }
  const base = bases[spec.type]
  if (base !== undefined) {
    if (absolute === undefined) return fail(`Unknown format code '${spec.type}' for object of type 'float'`)
    const text = (spec.alternate ? base[1] : "") + absolute.toString(base[0])
    return spec.type === "X" ? text.toUpperCase() : text
  }
  switch (spec.type) {
    case "c":
      return String.fromCodePoint(size)
    case "d":
    case "i":
    case "u":
      return (absolute ?? BigInt(Math.trunc(size))).toString().padStart(spec.precision ?? 0, "0")
    case "f":
    case "F":
      return fixed(size, spec.precision ?? 6)
    case "e":
      return exponent(size, spec.precision ?? 6)
    case "E":
      return exponent(size, spec.precision ?? 6).toUpperCase()
    case "g":
      return general(size, spec.precision ?? 6, spec.alternate)
    case "G":
      return general(size, spec.precision ?? 6, spec.alternate).toUpperCase()
    case "%":
      return `${fixed(size * 100, spec.precision ?? 6)}%`
    case "n":
    case "":
      if (absolute !== undefined) return absolute.toString()
      if (spec.precision === undefined) return str(new Float(size))
      return general(size, spec.precision, spec.alternate)
    default:
      return fail(`Unknown format code '${spec.type}' for object of type '${typeName(value)}'`)
  }
}

const grouped = (text: string, mark: string): string => {
  const [, digits, rest] = /^(\d+)([\s\S]*)$/.exec(text) ?? [text, text, ""]
  return (digits as string).replace(/\B(?=(\d{3})+$)/g, mark) + rest
}

const padded = (text: string, sign: string, spec: Spec, standard: string): string => {
  const missing = spec.width - [...text].length - sign.length
  if (missing <= 0) return sign + text
  const align = spec.align ?? standard
  if (align === "=") return sign + spec.fill.repeat(missing) + text
  if (align === "<") return sign + text + spec.fill.repeat(missing)
  if (align === "^") {
    const left = Math.floor(missing / 2)
    return spec.fill.repeat(left) + sign + text + spec.fill.repeat(missing - left)
  }
  return spec.fill.repeat(missing) + sign + text
}

const applySpec = (value: Value, spec: Spec): string => {
  const text = numberText(value, spec)
  if (text === undefined) {
    if (spec.type !== "" && spec.type !== "s") {
      return fail(`Unknown format code '${spec.type}' for object of type '${typeName(value)}'`)
    }
    const shown = str(value)
    return padded(spec.precision === undefined ? shown : [...shown].slice(0, spec.precision).join(""), "", spec, "<")
  }
  const below = (asNumber(value) as number) < 0
  const sign = below ? "-" : spec.sign === "-" ? "" : spec.sign
  return padded(spec.group === "" ? text : grouped(text, spec.group), sign, spec, ">")
}

const parseSpec = (text: string): Spec => {
  const match = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/su.exec(text)
  if (match === null) return fail("Invalid format specifier")
  const [, fill, align, sign, alternate, zero, width, group, precision, type] = match
  return {
    fill: fill ?? (zero === undefined ? " " : "0"),
    align: align ?? (zero === undefined ? undefined : "="),
    sign: sign ?? "-",
    alternate: alternate !== undefined,
    width: width === undefined ? 0 : Number(width),
    group: group ?? "",
    precision: precision === undefined ? undefined : Number(precision),
    type: type ?? ""
  }
}

/** How a replacement field reaches into its value: `{0.name}` and `{0[key]}`. Fails where there is no such part. */
export interface Lookup {
  readonly attribute: (value: Value, name: string) => Value
  readonly item: (value: Value, key: Value) => Value
}

/** `template.format(*args, **named)`. */
export const formatBraces = (template: string, args: ReadonlyArray<Value>, named: Named, lookup: Lookup): string => {
  let next = 0
  let numbering: "automatic" | "manual" | undefined
  const field = (text: string): string => {
    const [, path = "", conversion, spec = ""] = /^([^!:]*)(?:!([rsa]))?(?::([\s\S]*))?$/.exec(text) ?? [
      "",
      fail("bad replacement field")
    ]
    const [, first = "", rest = ""] = /^([^.[]*)([\s\S]*)$/.exec(path) as RegExpExecArray
    let value: Value
    if (first === "" || /^\d+$/.test(first)) {
      const way = first === "" ? "automatic" : "manual"
      if (numbering !== undefined && numbering !== way) {
        fail(
          way === "manual"
            ? "cannot switch from automatic field numbering to manual field specification"
            : "cannot switch from manual field specification to automatic field numbering"
        )
      }
      numbering = way
      const index = first === "" ? next++ : Number(first)
      if (index >= args.length) fail(`Replacement index ${index} out of range for positional args tuple`)
      value = args[index] as Value
    } else value = named.has(first) ? (named.get(first) as Value) : fail(`'${first}'`)
    for (const [, attribute, item] of rest.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
      value =
        attribute !== undefined
          ? lookup.attribute(value, attribute)
          : lookup.item(value, /^\d+$/.test(item as string) ? Number(item) : (item as string))
    }
    if (conversion === "r") value = repr(value)
    if (conversion === "a") value = ascii(value)
    if (conversion === "s") value = str(value)
    const filled = spec.replace(/\{([^{}]*)\}/g, (_, inner: string) => field(inner))
    if (filled === "") return str(value)
    if (typeof value !== "string" && !isNumber(value)) {
      return fail(`unsupported format string passed to ${typeName(value)}.__format__`)
    }
    const parsed = parseSpec(filled)
    if (value instanceof Float && parsed.type === "d") fail("Unknown format code 'd' for object of type 'float'")
    return applySpec(value, parsed)
  }
  return template.replace(/\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}|[{}]/g, (all, inner: string | undefined) => {
    if (all === "{{") return "{"
    if (all === "}}") return "}"
    if (inner === undefined) return fail(`Single '${all}' encountered in format string`)
    return field(inner)
  })
}

/** `template % values`. */
export const formatPercent = (template: string, values: Value): string => {
  const list = values instanceof Tuple ? values.items : [values]
  let used = 0
  const text = template.replace(
    /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([\s\S])/g,
    (_, key: string | undefined, flags: string, width: string | undefined, precision: string | undefined, type) => {
      if (type === "%") return "%"
      const take = (): Value =>
        used < list.length ? (list[used++] as Value) : fail("not enough arguments for format string")
      const size = width === "*" ? Number(str(take())) : width === undefined ? 0 : Number(width)
      const exact = precision === "*" ? Number(str(take())) : precision === undefined ? undefined : Number(precision)
      let value: Value
      if (key !== undefined) {
        if (!(values instanceof Dict)) return fail("format requires a mapping")
        const found = values.get(key)
        if (found === undefined) return fail(`'${key}'`)
        value = found
        used = list.length
      } else value = take()
      const left = flags.includes("-")
      const spec: Spec = {
        fill: flags.includes("0") && !left && !"srac".includes(type) ? "0" : " ",
        align: left ? "<" : flags.includes("0") && !"srac".includes(type) ? "=" : ">",
        sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "-",
        alternate: flags.includes("#"),
        width: size,
        group: "",
        precision: exact,
        type
      }
      if (type === "s") return applySpec(str(value), spec)
      if (type === "r" || type === "a") return applySpec((type === "r" ? repr : ascii)(value), { ...spec, type: "s" })
      if (!"cdiuoxXeEfFgG".includes(type)) return fail(`unsupported format character '${type}'`)
      if (type === "c" && typeof value === "string" && [...value].length === 1) {
        return applySpec(value, { ...spec, type: "s" })
      }
      if (asNumber(defined(value)) === undefined) {
        return fail(
          "diu".includes(type)
            ? `%${type} format: a real number is required, not ${typeName(value)}`
            : `must be real number, not ${typeName(value)}`
        )
      }
      return applySpec(value, spec)
    }
  )
  // As in Python, values that may be a mapping need not all be used.
  const isMapping =
    values instanceof Dict ||
    Array.isArray(values) ||
    values instanceof Undefined ||
    (values instanceof HostObject && values.subscriptable)
  if (used < list.length && !isMapping) fail("not all arguments converted during string formatting")
  return text
}
