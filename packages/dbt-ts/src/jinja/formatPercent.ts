import { applySpec, type FormatSpec } from "./FormatSpec.ts"
import { asNumber } from "./Numbers.ts"
import { ascii, repr, str } from "./Print.ts"
import { fail } from "./TemplateError.ts"
import { defined, typeName } from "./typeName.ts"
import { Dict, HostObject, Tuple, Undefined, type Value } from "./Value.ts"

/** `%(key)-8.2f`: key, flags, width, precision and type. */
const placeholder = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([\s\S])/g

const specOf = (flags: string, width: number, precision: number | undefined, type: string): FormatSpec => {
  const isLeft = flags.includes("-")
  const isZeroed = flags.includes("0") && !"srac".includes(type)
  return {
    fill: isZeroed && !isLeft ? "0" : " ",
    align: isLeft ? "<" : isZeroed ? "=" : ">",
    sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "-",
    alternate: flags.includes("#"),
    width,
    group: "",
    precision,
    type
  }
}

const converted = (value: Value, spec: FormatSpec): string => {
  const { type } = spec
  const asText = (text: string): string => applySpec(text, { ...spec, type: "s" })
  if (type === "s") return asText(str(value))
  if (type === "r") return asText(repr(value))
  if (type === "a") return asText(ascii(value))
  if (!"cdiuoxXeEfFgG".includes(type)) return fail(`unsupported format character '${type}'`)
  if (type === "c" && typeof value === "string" && [...value].length === 1) return asText(value)
  if (asNumber(defined(value)) !== undefined) return applySpec(value, spec)
  return fail(
    "diu".includes(type)
      ? `%${type} format: a real number is required, not ${typeName(value)}`
      : `must be real number, not ${typeName(value)}`
  )
}

/** Values that may be a mapping need not all be used. */
const mayBeMapping = (values: Value): boolean =>
  values instanceof Dict ||
  Array.isArray(values) ||
  values instanceof Undefined ||
  (values instanceof HostObject && values.subscriptable)

/** Python's `template % values`. */
export const formatPercent = (template: string, values: Value): string => {
  const list = values instanceof Tuple ? values.items : [values]
  let used = 0
  const next = (): Value =>
    used < list.length ? (list[used++] as Value) : fail("not enough arguments for format string")
  const ofKey = (key: string): Value => {
    if (!(values instanceof Dict)) return fail("format requires a mapping")
    used = list.length
    const found = values.get(key)
    return found === undefined ? fail(`'${key}'`) : found
  }
  /** A number in the template, or the next value for `*`. */
  const size = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : Number(text === "*" ? str(next()) : text)
  const text = template.replace(
    placeholder,
    (_, key: string | undefined, flags: string, width: string | undefined, precision: string | undefined, type) => {
      if (type === "%") return "%"
      const spec = specOf(flags, size(width) ?? 0, size(precision), type)
      return converted(key === undefined ? next() : ofKey(key), spec)
    }
  )
  if (used < list.length && !mayBeMapping(values)) fail("not all arguments converted during string formatting")
  return text
}
