/** The statements of a generated transcoder that read, check and write one field. See `TranscoderSource.ts`. */
import type { FieldSpec } from "../../schemas/RecordSchemas.ts"
import { mixStatements } from "./ContentHash.ts"
import { readFlag, readInt, readText, type Text } from "./TranscoderText.ts"

export type Json = string | ReadonlyArray<unknown> | Readonly<Record<string, unknown>>
export interface WriterField {
  readonly name: string
  readonly type: Json
}

/** A field's value after reading: the expression of the stored value, and how it is written. */
export interface Stored {
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

/** Returns the code of "no value": index 0 of a vocabulary, or -1. */
export const initial = (stored: Stored["as"]) => (stored === "word" ? "0" : "-1")

const storedAs = (field: FieldSpec): Stored["as"] =>
  field.generalise === "month"
    ? "date"
    : field.type === "string" || field.generalise.endsWith("-band")
      ? "word"
      : "number"

/** Generates code that reads a field that is not a list. `type` is the writer's; undefined if the writer lacks the field. */
export const readScalar = (out: Text, field: FieldSpec, type: Json | undefined, target: string, column: string) => {
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
export const writeValue = (out: Text, column: string, as: "word" | "number", value: string, at: string): string => {
  const cells = out.cells(column)
  if (as === "word")
    return `${cells}.indexes[${at}] = ${value}; { const l = ${cells}.dictionary.lanes; ${mixStatements(`l[2 * ${value}]`, `l[2 * ${value} + 1]`)} }`
  const number = out.isNullable(column)
    ? `${cells}.nulls[${at}] = ${value} < 0 ? 1 : 0; ${cells}.values[${at}] = ${value} < 0 ? 0 : ${value}`
    : `${cells}.values[${at}] = ${value}`
  return `${number}; ${mixStatements(`((${value} + 1) | 0)`, "0")}`
}

/** A list of codes: read into `ids`; sorted and deduplicated when it is written. */
export const readCodes = (out: Text, field: FieldSpec, type: Json | undefined) => {
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
export const readRecords = (out: Text, field: FieldSpec, type: Json) => {
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

/** A date's two columns, from the numbers in its vocabulary. */
export const writeDate = (out: Text, column: string, local: string, dates: string): string =>
  ["Year", "Month"]
    .map((part) => {
      const value = `${local} < 0 ? -1 : ${dates}.extras[${local}].${part.toLowerCase()}`
      return `{ const value = ${value}; ${writeValue(out, column + part, "number", "value", "row")} }`
    })
    .join("\n  ")
