import { applySpec, parseSpec } from "./FormatSpec.ts"
import { isNumber } from "./Numbers.ts"
import { ascii, repr, str } from "./Print.ts"
import { fail } from "./TemplateError.ts"
import { typeName } from "./typeName.ts"
import { Float, type Named, type Value } from "./Value.ts"

/** How a replacement field reaches into its value: `{0.name}` and `{0[key]}`. Fails where there is no such part. */
export interface Lookup {
  readonly attribute: (value: Value, name: string) => Value
  readonly item: (value: Value, key: Value) => Value
}

type Numbering = "automatic" | "manual"

/** Returns the argument that a field names: `{}`, `{0}` or `{name}`. */
const makeArgument = (args: ReadonlyArray<Value>, named: Named): ((name: string) => Value) => {
  let next = 0
  let numbering: Numbering | undefined
  return (name) => {
    if (name !== "" && !/^\d+$/.test(name)) return named.has(name) ? (named.get(name) as Value) : fail(`'${name}'`)
    const own: Numbering = name === "" ? "automatic" : "manual"
    numbering ??= own
    if (numbering !== own)
      return fail(
        own === "manual"
          ? "cannot switch from automatic field numbering to manual field specification"
          : "cannot switch from manual field specification to automatic field numbering"
      )
    const index = name === "" ? next++ : Number(name)
    return index < args.length
      ? (args[index] as Value)
      : fail(`Replacement index ${index} out of range for positional args tuple`)
  }
}

const conversions: Readonly<Record<string, (value: Value) => Value>> = { r: repr, a: ascii, s: str }

const formatted = (value: Value, spec: string): string => {
  if (spec === "") return str(value)
  if (typeof value !== "string" && !isNumber(value))
    return fail(`unsupported format string passed to ${typeName(value)}.__format__`)
  const parsed = parseSpec(spec)
  if (value instanceof Float && parsed.type === "d") fail("Unknown format code 'd' for object of type 'float'")
  return applySpec(value, parsed)
}

/** Python's `template.format(*args, **named)`. */
export const formatBraces = (template: string, args: ReadonlyArray<Value>, named: Named, lookup: Lookup): string => {
  const argument = makeArgument(args, named)
  const field = (text: string): string => {
    const parts = /^([^!:]*)(?:!([rsa]))?(?::([\s\S]*))?$/.exec(text) ?? fail("bad replacement field")
    const [, path = "", conversion, spec = ""] = parts
    const [, first = "", rest = ""] = /^([^.[]*)([\s\S]*)$/.exec(path) as RegExpExecArray
    let value = argument(first)
    for (const [, attribute, item = ""] of rest.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g))
      value =
        attribute !== undefined
          ? lookup.attribute(value, attribute)
          : lookup.item(value, /^\d+$/.test(item) ? Number(item) : item)
    const shown = conversions[conversion ?? ""]?.(value) ?? value
    return formatted(
      shown,
      spec.replace(/\{([^{}]*)\}/g, (_, inner: string) => field(inner))
    )
  }
  return template.replace(/\{\{|\}\}|\{((?:[^{}]|\{[^{}]*\})*)\}|[{}]/g, (all, inner: string | undefined) => {
    if (all === "{{") return "{"
    if (all === "}}") return "}"
    return inner === undefined ? fail(`Single '${all}' encountered in format string`) : field(inner)
  })
}
