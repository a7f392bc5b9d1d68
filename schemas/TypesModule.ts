/** The text of `generated/types.ts`: TypeScript types of the records, the code lists and the problem codes. */
import { codesOf } from "./CodeLists.ts"
import { type FieldSpec, recordSchemas } from "./RecordSchemas.ts"

/** Lists too long to be of use as a union type: their codes are checked at run time. */
const openLists = new Set(["countries", "regions"])

const pascal = (words: string) => words.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const listType = (list: string) => (openLists.has(list) ? "string" : pascal(list))

const itemName = (field: FieldSpec) => pascal(field.name.replace(/s$/, ""))

const typeOf = (field: FieldSpec): string => {
  const base =
    field.type === "record"
      ? itemName(field)
      : field.codeList !== undefined
        ? listType(field.codeList)
        : field.type === "int"
          ? "number"
          : field.type
  const list = field.array ? `ReadonlyArray<${base}>` : base
  return field.nullable ? `${list} | null` : list
}

const interfaceOf = (name: string, doc: string, fields: ReadonlyArray<FieldSpec>) =>
  [
    `/** ${doc} */`,
    `export interface ${name} {`,
    ...fields.flatMap((field) => [`  /** ${field.doc} */`, `  readonly ${field.name}: ${typeOf(field)}`]),
    "}",
    ""
  ].join("\n")

const union = (name: string, codes: ReadonlyArray<string>) =>
  `export type ${name} =\n${codes.map((code) => `  | ${JSON.stringify(code)}`).join("\n")}\n`

const nested = (fields: ReadonlyArray<FieldSpec>): ReadonlyArray<FieldSpec> =>
  fields.flatMap((field) => [...nested(field.fields), field])

export const typesModule = (): string => {
  const all = recordSchemas.flatMap((schema) => nested(schema.fields))
  const lists = [...new Set(all.flatMap((field) => field.codeList ?? []))].filter((list) => !openLists.has(list)).sort()
  return [
    "// Made by schemas/generate.ts from schemas/avro and schemas/codelists. Do not edit: run npm run generate.",
    "",
    ...lists.map((list) => union(listType(list), codesOf(list))),
    union("ProblemCode", codesOf("problems")),
    ...all
      .filter((field) => field.type === "record")
      .map((field) => interfaceOf(itemName(field), field.doc, field.fields)),
    ...recordSchemas.map((schema) => interfaceOf(schema.name, schema.doc, schema.fields)),
    `/** A record of each kind, by the word for the kind. */`,
    `export interface Records {`,
    ...recordSchemas.map((schema) => `  readonly ${schema.kind}: ${schema.name}`),
    "}",
    ""
  ].join("\n")
}
