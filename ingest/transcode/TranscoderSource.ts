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
import { firstLanes, mixStatements } from "./ContentHash.ts"

/** A helper object that the generated code needs for a field. */
export type Need =
  | { readonly use: "words"; readonly field: FieldSpec; readonly column: string }
  | { readonly use: "dates"; readonly field: FieldSpec }
  | { readonly use: "bands"; readonly field: FieldSpec; readonly column: string }
  | { readonly use: "cells"; readonly column: string }
  | { readonly use: "ends"; readonly list: string }

export interface Source {
  /** The body of a function of `(env)` that returns `(bytes, view, from, to, sentAt, row) => boolean`. */
  readonly text: string
  /** The helpers that `env.needs` must have, by name. `env` also has `check`, `reference` and `isLate`. */
  readonly needs: ReadonlyMap<string, Need>
}

type Json = string | ReadonlyArray<unknown> | Readonly<Record<string, unknown>>
interface WriterField {
  readonly name: string
  readonly type: Json
}

/** Code that precedes the functions of all schemas. */
const prelude = `
const { check, reference, isLate } = env
/** The cursor after \`wide\`; -1 if there was no valid number. */
let next = 0
/** Reads the rest of a multi-byte number in Avro's encoding, whose first byte is before p. */
function wide(b, p, e, first) {
  let value = first & 127, scale = 128
  next = -1
  for (let i = 1; i < 5 && p < e; i++) {
    const byte = b[p++]
    value += (byte & 127) * scale
    if (byte < 128) {
      if (value > 4294967295) return 0
      next = p
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
    scale *= 128
  }
  return 0
}
/** Returns a list of length n that is reused for later records: changing a list's length would reallocate it. */
function listOf(lists, n) {
  return lists[n] === undefined ? (lists[n] = new Array(n).fill(null)) : lists[n]
}
/** Sorts the first n ids by their texts and removes repetitions: a list of codes is a set. */
function sorted(ids, n, texts) {
  if (n < 2) return n
  for (let i = 1; i < n; i++) {
    const id = ids[i]
    let j = i - 1
    for (; j >= 0 && texts[ids[j]] > texts[id]; j--) ids[j + 1] = ids[j]
    ids[j + 1] = id
  }
  let m = 1
  for (let i = 1; i < n; i++) if (ids[i] !== ids[m - 1]) ids[m++] = ids[i]
  return m
}
`

/** Statements that read a number into the variable `v` from the bytes `b` at the cursor `p`, which must stay below `e`. */
const readInt = (v: string) =>
  `if (p >= e) return false; ${v} = b[p++]; if (${v} < 128) ${v} = (${v} >>> 1) ^ -(${v} & 1); else { ${v} = wide(b, p, e, ${v}); p = next; if (p < 0) return false }`

/** Statements that read a text's length into the variable `n`. */
const readLength = `let n; ${readInt("n")}; if (n < 0 || n > e - p) return false`

/** Statements that read a boolean into the variable `v`. */
const readFlag = (v: string) => `if (p >= e) return false; ${v} = b[p++]; if (${v} > 1) return false`

/** Statements that read a text into the constant `id`: its number in a vocabulary. */
const readText = (vocabulary: string) =>
  `${readLength}; const id = ${vocabulary}.find(b, v, p, n); p += n; if (id < 0) return false`

const quote = (text: string) => JSON.stringify(text)

/** Collects the generated text and its helpers. */
class Text {
  readonly needs = new Map<string, Need>()
  /** Lines outside the function, which run once. */
  readonly once: Array<string> = []
  /** The names of nullable columns. */
  private readonly nullable: ReadonlySet<string>
  private names = 0

  constructor(content: ReadonlyArray<RawColumn>) {
    this.nullable = new Set(content.filter(({ type }) => type.includes("Nullable(")).map(({ name }) => name))
  }

  isNullable(column: string): boolean {
    return this.nullable.has(column)
  }

  name(stem: string): string {
    this.names += 1
    return `${stem}${this.names}`
  }

  need(stem: string, need: Need): string {
    const name = this.name(stem)
    this.needs.set(name, need)
    this.once.push(`const ${name} = env.needs.${name}`)
    return name
  }

  /** Returns the name of a column's cells, one for each column. */
  cells(column: string): string {
    for (const [name, need] of this.needs) if (need.use === "cells" && need.column === column) return name
    return this.need("cells", { use: "cells", column })
  }
}

/** A field's value after reading: the expression of the stored value, and how it is written. */
interface Stored {
  readonly field: FieldSpec
  /** A dictionary index, a number, or the index of a date; -1 for no value. */
  readonly local: string
  readonly as: "word" | "number" | "date"
  /** The vocabulary of a date. */
  readonly dates?: string
}

/** Generates code that reads a single value of `field` into `target`, which rules see. Returns the stored value. */
const readValue = (out: Text, field: FieldSpec, target: string, local: string, column: string): string => {
  const { range, generalise } = field
  if (field.type === "boolean")
    return generalise === "drop"
      ? `if (p >= e || b[p++] !== 1) return false; ${target} = true`
      : `${readFlag(local)}; ${target} = ${local} === 1`
  if (field.type === "int") {
    const check = range === undefined ? "" : `if (n < ${range[0]} || n > ${range[1]}) return false;`
    const read = `let n; ${readInt("n")}; ${check}`
    if (generalise === "none") return `{ ${read} ${local} = n; ${target} = n }`
    const bands = out.need("bands", { use: "bands", field, column })
    return `{ ${read} ${local} = ${bands}[n]; if (${local} === undefined) return false; ${target} = n }`
  }
  if (generalise === "month") {
    const dates = out.need("dates", { use: "dates", field })
    return `{ ${readText(dates)}
      if (isLate(${dates}.extras[id].earliest, sentAt)) return false
      ${local} = id; ${target} = ${dates}.texts[id] }`
  }
  const words = out.need("words", { use: "words", field, column })
  return `{ ${readText(words)}
    ${local} = ${words}.extras[id]; ${target} = ${words}.texts[id] }`
}

/** Returns the non-null type of a union and the index of its null; undefined if it is not a union of null and one type. */
const optional = (type: Json): { readonly nullAt: number; readonly type: Json } | undefined => {
  if (!Array.isArray(type) || type.length !== 2) return undefined
  const nullAt = type.indexOf("null")
  return nullAt < 0 ? undefined : { nullAt, type: type[1 - nullAt] as Json }
}

const initial = (stored: Stored["as"]) => (stored === "word" ? "0" : "-1")

const storedAs = (field: FieldSpec): Stored["as"] =>
  field.generalise === "month"
    ? "date"
    : field.type === "string" || field.generalise.endsWith("-band")
      ? "word"
      : "number"

/** Generates code that reads a field that is not a list. `type` is the writer's; undefined if the writer lacks the field. */
const readScalar = (out: Text, field: FieldSpec, type: Json | undefined, target: string, column: string) => {
  const as = storedAs(field)
  const local = out.name("s")
  const missing = `${local} = ${initial(as)}; ${target} = null`
  let text: string
  if (type === undefined) {
    if (field.default === null) text = missing
    else if (typeof field.default === "number") text = `${local} = ${field.default}; ${target} = ${field.default}`
    else if (typeof field.default === "boolean")
      text = `${local} = ${Number(field.default)}; ${target} = ${field.default}`
    else throw new TypeError(`no transcoder for a default of ${field.name}`)
  } else {
    const union = optional(type)
    const value = readValue(out, field, target, local, column)
    text =
      union === undefined
        ? value
        : `{ let branch; ${readInt("branch")}
    if (branch === ${union.nullAt}) { ${missing} } else if (branch === ${1 - union.nullAt}) ${value.startsWith("{") ? value : `{ ${value} }`} else return false }`
  }
  return { text, local, as }
}

/** Generates code that writes a stored value into a column and mixes it into the hash. */
const writeValue = (out: Text, column: string, as: "word" | "number", value: string, at: string): string => {
  const cells = out.cells(column)
  if (as === "word")
    return `${cells}.indexes[${at}] = ${value}; { const l = ${cells}.dictionary.lanes; ${mixStatements(`l[2 * ${value}]`, `l[2 * ${value} + 1]`)} }`
  const number = out.isNullable(column)
    ? `${cells}.nulls[${at}] = ${value} < 0 ? 1 : 0; ${cells}.values[${at}] = ${value} < 0 ? 0 : ${value}`
    : `${cells}.values[${at}] = ${value}`
  return `${number}; ${mixStatements(`((${value} + 1) | 0)`, "0")}`
}

/** A list of codes: read into `ids`; sorted and deduplicated when it is written. */
const readCodes = (out: Text, field: FieldSpec, type: Json | undefined) => {
  const ids = out.name("ids")
  const count = out.name("n")
  const words = out.need("words", { use: "words", field, column: field.column })
  const most = field.maxItems ?? 64
  const lists = out.name("lists")
  out.once.push(`const ${ids} = new Int32Array(${most}); const ${lists} = []; r.${field.name} = listOf(${lists}, 0)`)
  const read =
    type === undefined
      ? `${count} = 0; r.${field.name} = listOf(${lists}, 0)`
      : `${count} = 0
  for (;;) {
    let more; ${readInt("more")}
    if (more === 0) break
    if (more < 0 || ${count} + more > ${most}) return false
    for (; more > 0; more--) {
      ${readText(words)}
      ${ids}[${count}++] = id
    }
  }
  { const list = r.${field.name} = listOf(${lists}, ${count})
    for (let i = 0; i < ${count}; i++) list[i] = ${words}.texts[${ids}[i]] }`
  const ends = out.need("list", { use: "ends", list: field.column })
  const write = `{ const m = sorted(${ids}, ${count}, ${words}.texts); ${mixStatements("m", "0")}
    let at = ${ends}.items
    for (let i = 0; i < m; i++, at++) { const place = ${words}.extras[${ids}[i]]; ${writeValue(out, field.column, "word", "place", "at")} }
    ${ends}.items = at; ${ends}.ends[row] = at }`
  return { count, read, write }
}

/** A list of records, such as legs, with one reused object per position. */
const readRecords = (out: Text, field: FieldSpec, type: Json) => {
  const { items } = type as { readonly items: { readonly fields: ReadonlyArray<WriterField> } }
  const written = new Map(items.fields.map((own) => [own.name, own.type]))
  const most = field.maxItems ?? 64
  const count = out.name("n")
  const pool = out.name("pool")
  const locals: Array<string> = []
  const parts = field.fields.map((own) => {
    const part = readScalar(out, own, written.get(own.name), `item.${own.name}`, `${field.column}.${own.column}`)
    const kept = out.name("kept")
    out.once.push(`const ${kept} = new Int32Array(${most})`)
    locals.push(part.local)
    return { ...part, own, kept }
  })
  const order = items.fields.map((own) => parts.find((part) => part.own.name === own.name))
  if (order.includes(undefined)) throw new TypeError(`no transcoder for items of ${field.name}`)
  const late = parts.filter((part) => !written.has(part.own.name))
  const lists = out.name("lists")
  out.once.push(
    `const ${lists} = []; r.${field.name} = listOf(${lists}, 0); const ${pool} = Array.from({ length: ${most} }, () => ({ ${field.fields.map((own) => `${own.name}: null`).join(", ")} }))`
  )
  const read = `${count} = 0
  for (;;) {
    let more; ${readInt("more")}
    if (more === 0) break
    if (more < 0 || ${count} + more > ${most}) return false
    for (; more > 0; more--) {
      const item = ${pool}[${count}]
      let ${locals.join(", ")}
      ${[...(order as typeof parts), ...late].map(({ text, kept, local }) => `${text}\n      ${kept}[${count}] = ${local}`).join("\n      ")}
      ${count}++
    }
  }
  { const list = r.${field.name} = listOf(${lists}, ${count})
    for (let i = 0; i < ${count}; i++) list[i] = ${pool}[i] }`
  const ends = out.need("list", { use: "ends", list: field.column })
  const write = `{ const base = ${ends}.items
    ${parts
      .map(({ own, kept, as }) => {
        const value = writeValue(out, `${field.column}.${own.column}`, as as "word" | "number", "value", "base + i")
        return `${mixStatements(count, "0")}; for (let i = 0; i < ${count}; i++) { const value = ${kept}[i]; ${value} }`
      })
      .join("\n    ")}
    ${ends}.items = base + ${count}; ${ends}.ends[row] = base + ${count} }`
  return { count, read, write }
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

/** A date's two columns, from the numbers in its vocabulary. */
const writeDate = (out: Text, column: string, local: string, dates: string): string =>
  ["Year", "Month"]
    .map((part) => {
      const value = `${local} < 0 ? -1 : ${dates}.extras[${local}].${part.toLowerCase()}`
      return `{ const value = ${value}; ${writeValue(out, column + part, "number", "value", "row")} }`
    })
    .join("\n  ")

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
// ${quote("generated from the record schema")}
`
  return { text, needs: out.needs }
}
