/** The required fields of a record that a table does not give. */
import { type FieldSpec, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import type { Binding } from "./Binding.ts"
import type { MappingIndex } from "./Mapping.ts"
import { ownTarget } from "./OwnColumns.ts"

/** Returns the fields that a column gives, and those of the items of a list that it fills. */
export const fieldsOfBinding = (binding: Binding): ReadonlyArray<string> => {
  if (binding.to === "flag") return [binding.field.name]
  if (binding.to === "legs-date") return binding.part === "week" ? [] : ["year"]
  if (binding.to === "places") return [binding.list.name, binding.field.name, "role"]
  if (binding.to !== "target" && binding.to !== "leg-date") return []
  const { list, field } = binding.target
  const role = binding.to === "target" && (binding.role !== undefined || binding.isNumbered) ? ["role"] : []
  return list === undefined ? [field.name] : [list.name, field.name, ...role]
}

/** Returns the required fields that neither a column nor a constant provides, also those of the items of a list. */
export const missingFields = (
  { kind, bindings }: { readonly kind: RecordKind; readonly bindings: ReadonlyArray<Binding> },
  mapping: MappingIndex
): ReadonlyArray<string> => {
  const constants = [...mapping.constants].flatMap(([column]) => ownTarget(kind, column)?.field.name ?? [])
  const given = new Set([...bindings.flatMap(fieldsOfBinding), ...constants])
  const isMissing = ({ optional, name }: FieldSpec) => !optional && name !== "recordId" && !given.has(name)
  return recordSchema(kind)
    .fields.flatMap((field) => (field.type === "record" && given.has(field.name) ? field.fields : [field]))
    .filter(isMissing)
    .map(({ name }) => name)
}
