/** A partner's mapping of its own columns and words to Corridor's. It is given once and remembered. */
import { BoundedMap } from "../../../ports/BoundedMap.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { foldWord } from "../values/FoldWord.ts"
import { isObject } from "../values/JsonObject.ts"
import type { Binding } from "./Binding.ts"
import { isDirectIdentifierColumn, isFreeTextColumn } from "./DirectColumns.ts"
import { kindColumn, ownTarget, squeeze } from "./OwnColumns.ts"

export interface Mapping {
  /** Corridor's column, or columns, for each of the partner's: `{"Номер дела": "caseReference", "Год": ["leg1.year", "leg2.year"]}`. */
  readonly columns: Readonly<Record<string, string | ReadonlyArray<string>>>
  /** The code for each of the partner's words, by Corridor's column: `{"gender": {"ж": "Feminine"}}`. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Columns with the same value in all rows: `{"researchUseConsent": "true"}`. */
  readonly constants: Readonly<Record<string, string>>
  /** The partner's columns that are excluded without checking their cells. */
  readonly ignore: ReadonlyArray<string>
  /** The columns of the last file that was sent, by kind of record, to find what changed in the next one. */
  readonly seen?: SeenColumns
}

type SeenColumns = Readonly<Record<string, ReadonlyArray<string>>>

export const emptyMapping: Mapping = { columns: {}, values: {}, constants: {}, ignore: [] }

/** The mapping is not valid. Positions such as `columns.2` (the second entry) are given, but no word of the mapping. */
export class MappingRefused extends Error {
  readonly places: ReadonlyArray<string>
  constructor(places: ReadonlyArray<string>) {
    super(`The mapping cannot be used: ${places.join("; ")}`)
    this.name = "MappingRefused"
    this.places = places
  }
}

const isOurColumn = (column: string) =>
  column === kindColumn || recordKinds.some((kind: RecordKind) => ownTarget(kind, column) !== undefined)

/** Values belong to a field, whichever item of a list it is in: `role`, or `leg1.role`. */
const fieldOf = (column: string) => column.replace(/^.*\./, "")

const itemNames = new Set(
  recordKinds.flatMap((kind) => recordSchema(kind).fields.flatMap(({ fields }) => fields.map(({ name }) => name)))
)

const isShort = (value: unknown): value is string => typeof value === "string" && value.length <= 200

/** Maximum number of entries. */
const maxEntries = 2_000

type Entries = ReadonlyArray<readonly [name: string, value: unknown]>

/** Returns what is wrong with the entries of a part of a mapping, each by its number. */
const problemsOf: Readonly<
  Record<"columns" | "values" | "constants" | "seen", (entries: Entries) => ReadonlyArray<string>>
> = {
  columns: (entries) =>
    entries.flatMap(([theirs, ours], i) => {
      const all: ReadonlyArray<unknown> = Array.isArray(ours) ? ours : [ours]
      const isOurs = all.length > 0 && all.every((one) => isShort(one) && isOurColumn(one))
      return [
        ...(isOurs ? [] : [`columns, entry ${i + 1}: the value is none of our columns, nor a list of them`]),
        ...(isDirectIdentifierColumn(theirs) || isFreeTextColumn(theirs)
          ? [`columns, entry ${i + 1}: a column of direct identifiers cannot be sent under any name`]
          : [])
      ]
    }),
  values: (entries) =>
    entries.flatMap(([ours, words], i) => {
      if (!isOurColumn(ours) && !itemNames.has(ours)) return [`values, entry ${i + 1}: the name is none of our columns`]
      return isObject(words) && Object.values(words).every(isShort)
        ? []
        : [`values, entry ${i + 1}: an object of their word and our code is expected`]
    }),
  constants: (entries) =>
    entries.flatMap(([ours, value], i) => [
      ...(isOurColumn(ours) ? [] : [`constants, entry ${i + 1}: the name is none of our columns`]),
      ...(["string", "number", "boolean"].includes(typeof value)
        ? []
        : [`constants, entry ${i + 1}: a text is expected`]),
      ...(squeeze(ours) === "casereference" ? [`constants, entry ${i + 1}: no two cases have one number`] : [])
    ]),
  seen: (entries) =>
    entries.flatMap(([, names], i) =>
      Array.isArray(names) && names.length <= maxEntries && names.every(isShort)
        ? []
        : [`seen, entry ${i + 1}: a list of column names is expected`]
    )
}

/** Parses a mapping from JSON. Throws `MappingRefused` with all problems. */
export const parseMapping = (json: unknown): Mapping => {
  if (!isObject(json)) throw new MappingRefused(["A JSON object is required."])
  const wrong: Array<string> = []
  if (Object.keys(json).some((key) => key !== "ignore" && !Object.hasOwn(problemsOf, key)))
    wrong.push("only columns, values, constants and ignore have a meaning")
  const part = (name: keyof typeof problemsOf): Entries => {
    const found = json[name] ?? {}
    if (!isObject(found) || Object.keys(found).length > maxEntries) {
      wrong.push(`${name}: an object is expected`)
      return []
    }
    const entries = Object.entries(found)
    wrong.push(...problemsOf[name](entries))
    return entries
  }
  const [columns, values, constants] = [part("columns"), part("values"), part("constants")]
  const ignore = json["ignore"] ?? []
  if (!Array.isArray(ignore) || !ignore.every(isShort)) wrong.push("ignore: a list of column names is expected")
  const seen = part("seen")
  if (wrong.length > 0) throw new MappingRefused([...new Set(wrong)])
  return {
    columns: Object.fromEntries(columns) as Mapping["columns"],
    values: Object.fromEntries(values) as Record<string, Record<string, string>>,
    constants: Object.fromEntries(constants.map(([ours, value]) => [ours, String(value)])),
    ignore: ignore as ReadonlyArray<string>,
    ...(seen.length === 0 ? {} : { seen: Object.fromEntries(seen) as SeenColumns })
  }
}

/** Merges a remembered mapping with a new one, which takes precedence. */
export const mergeMappings = (known: Mapping, now: Mapping): Mapping => ({
  columns: { ...known.columns, ...now.columns },
  values: {
    ...known.values,
    ...Object.fromEntries(
      Object.entries(now.values).map(([ours, words]) => [ours, { ...known.values[ours], ...words }])
    )
  },
  constants: { ...known.constants, ...now.constants },
  ignore: [...new Set([...known.ignore, ...now.ignore])],
  ...(known.seen === undefined && now.seen === undefined ? {} : { seen: { ...known.seen, ...now.seen } })
})

/** The look-up tables of a mapping, built once per file. */
export class MappingIndex {
  private readonly columns: ReadonlyMap<string, ReadonlyArray<string>>
  private readonly values: ReadonlyMap<string, ReadonlyMap<string, string>>
  private readonly ignored: ReadonlySet<string>
  readonly constants: ReadonlyArray<readonly [string, string]>
  /** What columns were found to mean with this mapping. A table asks for the same names for each separator, encoding, row and kind of record. */
  readonly bindings = new BoundedMap<string, Binding>(5_000)

  constructor(mapping: Mapping) {
    this.columns = new Map(Object.entries(mapping.columns).map(([theirs, ours]) => [squeeze(theirs), [ours].flat()]))
    this.values = new Map(
      Object.entries(mapping.values).map(([ours, words]) => [
        squeeze(fieldOf(ours)),
        new Map(Object.entries(words).map(([theirs, code]) => [foldWord(theirs), code]))
      ])
    )
    this.ignored = new Set(mapping.ignore.map(squeeze))
    this.constants = Object.entries(mapping.constants)
  }

  /** Returns Corridor's columns for one of the partner's. */
  columnsOf(theirs: string): ReadonlyArray<string> | undefined {
    return this.columns.get(squeeze(theirs))
  }

  isIgnored(theirs: string): boolean {
    return this.ignored.has(squeeze(theirs))
  }

  /** Returns the code for a partner's word in a field (by the schema's name); undefined if it is not mapped. */
  valueOf(field: string, word: string): string | undefined {
    // Most partners map no words, and this is asked for every answer of a file.
    return this.values.size === 0 ? undefined : this.values.get(squeeze(field))?.get(foldWord(word))
  }

  /** Returns whether a word in a field is mapped. */
  hasValue(field: string, word: string): boolean {
    return this.valueOf(field, word) !== undefined
  }

  get bindsValues(): boolean {
    return this.values.size > 0
  }
}
