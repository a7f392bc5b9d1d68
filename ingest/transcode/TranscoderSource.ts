/**
 * Generates the function that decodes a record's Avro body directly into columns.
 *
 * It derives from the writer's Avro schema, which gives the layout of the bytes, and from the fields of the newest version, which give the
 * rules and the stored form of each value. The generated function does three things:
 *
 * 1. It **reads** each field, checking every length against the remaining bytes, into the reused record `r` (for rules that compare
 *    fields) and into locals with the stored values.
 * 2. After all fields, it **checks** the record by the rules of its kind, the functions of `ingest/rules`.
 * 3. It **writes** the stored values into the columns of row `row`, and mixes them into the content hash.
 *
 * It returns false for any record that is not plainly valid. Then the slow path (guard, avsc, `validate`) decides, and it alone reports
 * problems. So nothing here refuses a record.
 *
 * The cursor is a local variable, and one-byte numbers, by far the most common, are read inline: function calls per number were much slower.
 */
import type { RawColumn } from "../../schemas/RawTables.ts"
import type { FieldSpec } from "../../schemas/RecordSchemas.ts"
import { firstLanes } from "./ContentHash.ts"
import {
  initial,
  type Json,
  readCodes,
  readRecords,
  readScalar,
  type Stored,
  type WriterField,
  writeDate,
  writeValue
} from "./TranscoderFields.ts"
import { type Need, prelude, readLength, Text } from "./TranscoderText.ts"

export interface Source {
  /** The body of a function of `(env)` that returns `(bytes, view, from, to, sentAt, row) => boolean`. */
  readonly text: string
  /** The helpers that `env.needs` must have, by name. `env` also has `check`, `reference` and `isLate`. */
  readonly needs: ReadonlyMap<string, Need>
}

/** Returns the fields in the writer's order, followed by those that the writer lacks. */
const inReadingOrder = (fields: ReadonlyArray<FieldSpec>, written: ReadonlyArray<WriterField>) => {
  const byName = new Map(fields.map((field) => [field.name, field]))
  const known = written.map(({ name, type }) => {
    const field = byName.get(name)
    if (field === undefined) throw new TypeError(`no transcoder: the newest version has no ${name}`)
    return { field, type: type as Json | undefined }
  })
  const names = new Set(written.map(({ name }) => name))
  return [...known, ...fields.filter(({ name }) => !names.has(name)).map((field) => ({ field, type: undefined }))]
}

/**
 * Returns the source of the transcoder of a writer's schema. `content` are the columns in the order in which they are hashed. Throws a
 * TypeError for a schema that the generator does not support; avsc reads such a version.
 */
export const transcoderSource = (
  writerSchema: string,
  fields: ReadonlyArray<FieldSpec>,
  content: ReadonlyArray<RawColumn>
): Source => {
  const out = new Text(content)
  const names = content.map(({ name }) => name)
  const written = (JSON.parse(writerSchema) as { readonly fields: ReadonlyArray<WriterField> }).fields
  const reads: Array<string> = []
  const locals: Array<string> = []
  /** Code that writes a column, or the columns of a list of records, by the name of the first. */
  const writes = new Map<string, string>()
  const scalars = new Map<string, Array<Stored>>()
  for (const { field, type } of inReadingOrder(fields, written)) {
    if (field.type === "record" || field.array) {
      const list = field.type === "record" ? readRecords(out, field, type as Json) : readCodes(out, field, type)
      locals.push(list.count)
      reads.push(list.read)
      const columns = names.filter((name) => name.split(".")[0] === field.column)
      for (const [i, name] of columns.entries()) writes.set(name, i === 0 ? list.write : "")
    } else if (field.uuid) {
      reads.push(`{ ${readLength}; if (n !== 36 || !reference.id(b, v, p, row)) return false; p += n }`)
    } else if (field.generalise === "pseudonymise") {
      reads.push(`{ ${readLength}; if (!reference.of(b, v, p, n, row)) return false; p += n }`)
    } else {
      const { text, local, as } = readScalar(out, field, type, `r.${field.name}`, field.column)
      locals.push(local)
      reads.push(text)
      const dates = [...out.needs].findLast(([, need]) => need.use === "dates" && need.field === field)?.[0]
      const stored: Stored = { field, local, as, ...(dates === undefined ? {} : { dates }) }
      scalars.set(field.column, [...(scalars.get(field.column) ?? []), stored])
    }
  }
  for (const [column, sources] of scalars) {
    const { as, dates, local, field } = sources[0] as Stored
    if (field.generalise === "drop") continue
    if (as === "date") {
      if (dates === undefined) throw new TypeError(`no transcoder: no dates in ${column}`)
      writes.set(`${column}Year`, writeDate(out, column, local, dates))
      writes.set(`${column}Month`, "")
    } else {
      // Two fields may share a column, as an age and an age band do: the later one counts if it has a value.
      const value = sources
        .map((stored) => stored.local)
        .reduceRight((rest, own) => `(${rest} > ${initial(as)} ? ${rest} : ${own})`)
      const at = column === "revision" ? `${out.cells(column)}.values[row] = ${value}` : undefined
      writes.set(column, at ?? `{ const value = ${value}; ${writeValue(out, column, as, "value", "row")} }`)
    }
  }
  const missing = names.filter((name) => !writes.has(name))
  if (missing.length > 0) throw new TypeError(`no transcoder: nothing writes ${missing.join(", ")}`)
  const hash = out.cells("content_hash")
  const text = `"use strict"
${prelude}
const r = { ${fields.map(({ name }) => `${name}: null`).join(", ")} }
${out.once.join("\n")}
return function transcode(b, v, from, e, sentAt, row) {
  let p = from
  let ${locals.join(", ")}
  ${reads.join("\n  ")}
  if (p !== e || !check(r, sentAt)) return false
  ${writes.get("revision") ?? ""}
  let low = ${firstLanes.low}, high = ${firstLanes.high}
  ${names
    .map((name) => writes.get(name))
    .filter((part) => part !== "")
    .join("\n  ")}
  ${hash}.values[2 * row] = low; ${hash}.values[2 * row + 1] = high
  return true
}
// "generated from the record schema"
`
  return { text, needs: out.needs }
}
