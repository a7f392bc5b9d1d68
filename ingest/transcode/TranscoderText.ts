/** The text of a generated transcoder as it is collected, and the statements that read single values of Avro. See `TranscoderSource.ts`. */
import type { RawColumn } from "../../schemas/RawTables.ts"
import type { FieldSpec } from "../../schemas/RecordSchemas.ts"

/** A helper object that the generated code needs for a field. */
export type Need =
  | { readonly use: "words"; readonly field: FieldSpec; readonly column: string }
  | { readonly use: "dates"; readonly field: FieldSpec }
  | { readonly use: "bands"; readonly field: FieldSpec; readonly column: string }
  | { readonly use: "cells"; readonly column: string }
  | { readonly use: "ends"; readonly list: string }

/** Code that precedes the functions of all schemas. */
export const prelude = `
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
export const readInt = (v: string) =>
  `if (p >= e) return false; ${v} = b[p++]; if (${v} < 128) ${v} = (${v} >>> 1) ^ -(${v} & 1); else { ${v} = wide(b, p, e, ${v}); p = next; if (p < 0) return false }`

/** Statements that read a text's length into the variable `n`. */
export const readLength = `let n; ${readInt("n")}; if (n < 0 || n > e - p) return false`

/** Statements that read a boolean into the variable `v`. */
export const readFlag = (v: string) => `if (p >= e) return false; ${v} = b[p++]; if (${v} > 1) return false`

/** Statements that read a text into the constant `id`: its number in a vocabulary. */
export const readText = (vocabulary: string) =>
  `${readLength}; const id = ${vocabulary}.find(b, v, p, n); p += n; if (id < 0) return false`

/** Collects the generated text and its helpers. */
export class Text {
  readonly needs = new Map<string, Need>()
  /** Lines outside the function, which run once. */
  readonly once: Array<string> = []
  /** The names of nullable columns. */
  private readonly nullable: ReadonlySet<string>
  private names = 0

  constructor(content: ReadonlyArray<RawColumn>) {
    this.nullable = new Set(content.filter(({ type }) => type.includes("Nullable(")).map(({ name }) => name))
  }

  /** Returns whether a stored column may be null. */
  isNullable(column: string): boolean {
    return this.nullable.has(column)
  }

  /** Returns a new name of a variable. */
  name(stem: string): string {
    this.names += 1
    return `${stem}${this.names}`
  }

  /** Adds a helper object and returns the name of its constant. */
  need(stem: string, need: Need): string {
    const name = this.name(stem)
    this.needs.set(name, need)
    this.once.push(`const ${name} = env.needs.${name}`)
    return name
  }

  /** Returns the constant of the writer of a column, which is added once. */
  cells(column: string): string {
    for (const [name, need] of this.needs) if (need.use === "cells" && need.column === column) return name
    return this.need("cells", { use: "cells", column })
  }
}
