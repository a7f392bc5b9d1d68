import { fail } from "./TemplateError.ts"
import { Dict, Float, HostObject, Tuple, Undefined, type Value } from "./Value.ts"

/** Returns the name of the value's type in Python. */
export const typeName = (value: Value): string => {
  if (typeof value === "string") return "str"
  if (typeof value === "boolean") return "bool"
  if (typeof value === "number" || typeof value === "bigint") return "int"
  if (value === null) return "NoneType"
  if (value instanceof Float) return "float"
  if (Array.isArray(value)) return "list"
  if (value instanceof Tuple) return "tuple"
  if (value instanceof Dict) return "dict"
  if (value instanceof Undefined) return "Undefined"
  return value instanceof HostObject ? value.typeName : "object"
}

/** Fails when the value is undefined: everything but printing and testing needs a value. */
export const defined = (value: Value): Value => (value instanceof Undefined ? fail(value.hint) : value)
