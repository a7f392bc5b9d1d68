/** Columns of HTCDS 2.0 (both spellings: the field list's and the survey form's) and of CTDC's two files. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { type FieldSpec, legsField, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import type { Binding, FileFormat } from "./Binding.ts"
import { squeeze, type Target } from "./OwnColumns.ts"

/** CTDC's file starts with a column whose name is its terms of use. */
export const isBanner = (column: string): boolean => /^by using this data you agree/i.test(column)

/** HTCDS's events: `hte_Country`, `hte_Country_2`, `hte2_Country`, `hte_Country[2]`, and a survey's `events/2/hte_Country`. */
const eventColumn = /^(?:.*?(\d{1,2}))?hte(\d{1,2})?(type|country|state|date)(\d{1,2})?$/

const legField: Readonly<Record<string, string>> = { type: "role", country: "country", state: "region", date: "year" }

const legTarget = (kind: RecordKind, field: string, index: number): Target | undefined => {
  const list = legsField(kind)
  const item = list?.fields.find(({ name }) => name === field)
  return list === undefined || item === undefined || index < 0 || index >= (list.maxItems ?? 0)
    ? undefined
    : { list, index, field: item }
}

const eventBinding = (kind: RecordKind, name: string): Binding | undefined => {
  const match = eventColumn.exec(name)
  const what = match?.[3]
  if (match === null || what === undefined) return undefined
  if (kind === "victim" && what === "type") return { to: "event-type", standard: "htcds" }
  if (kind === "victim" && what === "date") return { to: "nothing", why: "not collected", standard: "htcds" }
  if (kind !== "route") return undefined
  const number = Number(match[1] ?? match[2] ?? match[4] ?? 1)
  const target = legTarget(kind, legField[what] as string, number - 1)
  if (target === undefined) return undefined
  return what === "date" ? { to: "leg-date", target, standard: "htcds" } : { to: "target", target, standard: "htcds" }
}

const listed = new Map(readCodeList("standard-columns").map((row) => [squeeze(row["column"] ?? ""), row]))

type NothingWhy = Extract<Binding, { to: "nothing" }>["why"]

const listedBinding = (kind: RecordKind, name: string): Binding | undefined => {
  const row = listed.get(name)
  if (row === undefined) return undefined
  const standard = row["standard"] as FileFormat
  if (row["field"] === "") return { to: "nothing", why: row["remark"] as NothingWhy, standard }
  // A column of the standard that other records have is not an unknown one.
  if (row["kind"] !== kind) return { to: "nothing", why: "not collected", standard }
  const field = recordSchema(kind).fields.find((candidate) => candidate.name === row["field"]) as FieldSpec
  const code = row["code"] as string
  return code === "" ? { to: "target", target: { field }, standard } : { to: "flag", field, code, standard: "ctdc" }
}

/** Fields by the schema's names for them in a standard; `hte_…` is for events. */
const namedFields = (kind: RecordKind, standard: "htcds" | "ctdc") =>
  recordSchema(kind)
    .fields.flatMap((field) => (field[standard] ?? "").split(",").map((name) => [squeeze(name), field] as const))
    .filter(([name]) => name !== "")

/** CTDC's flags: the code lists have the column of each code. */
const flags = (kind: RecordKind): ReadonlyArray<readonly [string, Binding]> =>
  recordSchema(kind).fields.flatMap((field) =>
    field.codeList === undefined ||
    ["countries", "regions", "gender", "age-band", "data-source"].includes(field.codeList)
      ? []
      : readCodeList(field.codeList).flatMap((row) =>
          (row["ctdc"] ?? "")
            .split("|")
            .filter((name) => /^[a-z]+[A-Z]\w+$/.test(name))
            .map(
              (name) =>
                [squeeze(name), { to: "flag", field, code: row["code"] as string, standard: "ctdc" } as const] as const
            )
        )
  )

const indexes = new Map<RecordKind, ReadonlyMap<string, Binding>>()

const indexOf = (kind: RecordKind): ReadonlyMap<string, Binding> => {
  let index = indexes.get(kind)
  if (index === undefined) {
    const fields = (["ctdc", "htcds"] as const).flatMap((standard) =>
      namedFields(kind, standard).map(
        ([name, field]) => [name, { to: "target", target: { field }, standard } as Binding] as const
      )
    )
    index = new Map([...(kind === "victim" ? flags(kind) : []), ...fields])
    indexes.set(kind, index)
  }
  return index
}

/** Returns the meaning of a standard's column in a record of the kind; undefined if no standard has it for this kind. */
export const standardBinding = (kind: RecordKind, column: string): Binding | undefined => {
  if (isBanner(column)) return { to: "nothing", why: "banner", standard: "ctdc" }
  const name = squeeze(column)
  return eventBinding(kind, name) ?? indexOf(kind).get(name) ?? listedBinding(kind, name)
}
