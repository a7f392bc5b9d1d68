/** Columns of routes as partners name them: `Country of origin`, `Страна транзита 2`, `Țara de destinație`, and one `Year` for the whole route. */
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { languages } from "../../../schemas/Languages.ts"
import { type FieldSpec, type RecordKind, recordSchema } from "../../../schemas/RecordSchemas.ts"
import type { Binding } from "./Binding.ts"
import { namesOfField } from "./FieldLabels.ts"
import { squeeze } from "./OwnColumns.ts"

const roles: ReadonlyMap<string, string> = new Map(
  readCodeList("route-columns").flatMap((row) =>
    languages.flatMap((language) =>
      (row[language] as string).split("|").map((name) => [squeeze(name), row["role"] as string] as const)
    )
  )
)

/** One time for the whole route: its year or date, and its month. `occurredAt` is DHIS2's date of an event. */
const dates: ReadonlySet<string> = new Set(
  [...namesOfField("year"), "Year of travel", "Date", "Дата", "Data", "occurredAt", "Event date"].map(squeeze)
)
const months: ReadonlySet<string> = new Set(namesOfField("month").map(squeeze))

/** The position of a leg. Transit countries follow the origin; blank positions are skipped later, so the destination may be the last. */
const indexOf = (role: string, number: number, most: number): number | undefined => {
  if (role === "Transit") return number <= most - 2 ? number : undefined
  return number > 1 ? undefined : role === "Origin" ? 0 : most - 1
}

/** Returns the meaning of such a column; undefined if it is none, or the record has no legs. */
export const routeBinding = (kind: RecordKind, column: string): Binding | undefined => {
  const list = recordSchema(kind).fields.find(({ name }) => name === "legs")
  if (list === undefined) return undefined
  const name = squeeze(column)
  if (dates.has(name)) return { to: "legs-date", part: "date" }
  if (months.has(name)) return { to: "legs-date", part: "month" }
  const [, word = "", digits = ""] = /^(.*?)(\d{0,2})$/u.exec(name) ?? []
  const role = roles.get(word)
  if (role === undefined) return undefined
  const index = indexOf(role, digits === "" ? 1 : Number(digits), list.maxItems ?? 1)
  const field = list.fields.find((candidate) => candidate.name === "country") as FieldSpec
  return index === undefined ? undefined : { to: "target", target: { list, index, field }, standard: "corridor", role }
}
