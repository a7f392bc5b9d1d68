/**
 * Avro's Parsing Canonical Form: the parts of a schema that determine how bytes are read (names, types and order of fields), without
 * documentation, defaults and other attributes. Source: Apache Avro specification, "Parsing Canonical Form for Schemas".
 *
 * Two schemas with the same form read the same bytes. So a schema from outside is only compared with ours and never compiled.
 */

type Json = string | ReadonlyArray<unknown> | Readonly<Record<string, unknown>>

const primitives = new Set(["null", "boolean", "int", "long", "float", "double", "bytes", "string"])

const fullName = (name: string, namespace: string) =>
  name.includes(".") || namespace === "" ? name : `${namespace}.${name}`

const form = (schema: unknown, namespace: string): Json => {
  if (typeof schema === "string") return primitives.has(schema) ? schema : fullName(schema, namespace)
  if (Array.isArray(schema)) return schema.map((branch) => form(branch, namespace))
  const {
    type,
    name,
    namespace: own,
    fields,
    items,
    values,
    symbols,
    size
  } = schema as Readonly<Record<string, unknown>>
  if (name === undefined) {
    if (items !== undefined) return { type, items: form(items, namespace) }
    if (values !== undefined) return { type, values: form(values, namespace) }
    return form(type, namespace)
  }
  const full = fullName(String(name), own === undefined ? namespace : String(own))
  const inner = full.includes(".") ? full.slice(0, full.lastIndexOf(".")) : ""
  if (Array.isArray(fields))
    return {
      name: full,
      type,
      fields: fields.map((field: { name: string; type: unknown }) => ({
        name: field.name,
        type: form(field.type, inner)
      }))
    }
  return { name: full, type, ...(symbols === undefined ? { size } : { symbols }) }
}

/** Returns the canonical form of a schema's JSON text. Throws a SyntaxError or TypeError if it is not a schema. */
export const canonicalForm = (text: string): string => JSON.stringify(form(JSON.parse(text), ""))
