/** What settings become when they are marked by dbt's filters: `{{ '5' | as_number }}`. */

import type { Expression } from "./Ast.ts"
import type { Operation } from "./Language.ts"
import { negative } from "./Operators.ts"
import { str } from "./Print.ts"
import { fail, TemplateError } from "./TemplateError.ts"
import { parseExpression } from "./TemplateParser.ts"
import { typeName } from "./typeName.ts"
import { Dict, Float, HostObject, Tuple, type Value } from "./Value.ts"

type Kind = "text" | "native" | "bool" | "number"

/** Text that carries what it shall be read as. */
class NativeMark extends HostObject {
  readonly typeName = "str"
  readonly kind: Kind
  readonly text: string
  constructor(kind: Kind, text: string) {
    super()
    this.kind = kind
    this.text = text
  }
  override print(): string {
    return this.text
  }
}

/** Python's literals: no names, so neither `true` nor `none`. */
const literal = (node: Expression): Value | undefined => {
  const all = (nodes: ReadonlyArray<Expression>): ReadonlyArray<Value> | undefined => {
    const values = nodes.map(literal)
    return values.some((value) => value === undefined) ? undefined : (values as ReadonlyArray<Value>)
  }
  switch (node.type) {
    case "const":
      return node.value
    case "float":
      return new Float(node.value)
    case "negative": {
      const value = literal(node.of)
      return typeof value === "number" || typeof value === "bigint" || value instanceof Float
        ? negative(value)
        : undefined
    }
    case "list":
      return all(node.items) as Value | undefined
    case "tuple": {
      const items = all(node.items)
      return items && new Tuple(items)
    }
    case "dict": {
      const [keys, values] = [all(node.items.map(([key]) => key)), all(node.items.map(([, value]) => value))]
      return keys && values && Dict.of(keys.map((key, index) => [key, values[index] as Value] as const))
    }
    default:
      return undefined
  }
}

const parsed = (text: string): Value => {
  if (/\b(true|false|none)\b/.test(text)) return text
  try {
    const value = literal(parseExpression(text))
    return value === undefined ? text : value
  } catch (thrown) {
    if (thrown instanceof TemplateError) return text
    throw thrown
  }
}

/** Returns the value of a marked text; any other value unchanged. */
export const settled = (value: Value): Value => {
  if (!(value instanceof NativeMark)) return value
  if (value.kind === "text") return value.text
  const found = parsed(value.text)
  if (value.kind === "bool" && typeof found !== "boolean") {
    return fail(`Could not convert value '${value.text}' into type 'bool'`)
  }
  if (value.kind === "number" && !["int", "float"].includes(typeName(found))) {
    return fail(`Could not convert value '${value.text}' into type 'number'`)
  }
  return found
}

const marked =
  (kind: Kind): Operation<Value> =>
  (value) =>
    new NativeMark(kind, str(value))

/** Filters that dbt adds to Jinja's, where settings are rendered. */
export const nativeFilters: Readonly<Record<string, Operation<Value>>> = {
  as_bool: marked("bool"),
  as_native: marked("native"),
  as_number: marked("number"),
  as_text: marked("text"),
  is_list: (value) => Array.isArray(value)
}

/** dbt's filters where text is rendered: there they leave a value as it is. */
export const textFilters: Readonly<Record<string, Operation<Value>>> = {
  ...Object.fromEntries(Object.keys(nativeFilters).map((name) => [name, (value: Value) => value])),
  is_list: (value) => Array.isArray(value)
}
