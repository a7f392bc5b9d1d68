/** The values that a field allows, for messages: a code list, or a range of numbers. */
import { remembered } from "../../../ports/BoundedMap.ts"
import { type FieldSpec, type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"

export type FieldLimit = { readonly list: string } | { readonly range: readonly [number, number] }

const fieldAt = (fields: ReadonlyArray<FieldSpec>, [name, ...rest]: ReadonlyArray<string>): FieldSpec | undefined => {
  const field = fields.find((candidate) => candidate.name === name)
  return field === undefined || rest.length === 0 ? field : fieldAt(field.fields, rest)
}

const limitsByKind = new Map(
  recordKinds.map((kind) => [
    kind,
    remembered((path): FieldLimit | undefined => {
      const field = fieldAt(recordSchema(kind).fields, path.replace(/\[\d+\]/g, "").split("."))
      if (field?.codeList !== undefined) return { list: field.codeList }
      return field?.range === undefined ? undefined : { range: field.range }
    }, 2_000)
  ])
)

/** Returns the limit of the field at a path such as `legs[2].role`; undefined if it has none. */
export const fieldLimit = (kind: RecordKind, path: string): FieldLimit | undefined => limitsByKind.get(kind)?.(path)
