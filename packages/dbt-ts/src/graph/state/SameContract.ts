/** Compares contracts. A broken contract is reported. */
import { isDeepStrictEqual } from "node:util"
import { type Document, record } from "../../Documents.ts"

const list = (value: unknown): ReadonlyArray<Document> => (Array.isArray(value) ? value.map(record) : [])

const enforced = (model: Document): boolean => record(model["contract"])["enforced"] === true

const materialized = (model: Document): unknown => record(model["config"])["materialized"]

const keepsConstraints = (model: Document): boolean => ["table", "incremental"].includes(String(materialized(model)))

/** ClickHouse enforces `check` alone. */
const lostChecks = (then: unknown, now: unknown): ReadonlyArray<Document> => {
  const kept = list(now)
  return list(then).filter((each) => each["type"] === "check" && !kept.some((other) => isDeepStrictEqual(each, other)))
}

const breaks = (now: Document, then: Document): ReadonlyArray<string> => {
  const found: Array<string> = []
  if (!enforced(now)) found.push("its contract is no longer enforced")
  const [columns, before] = [record(now["columns"]), record(then["columns"])]
  for (const [name, column] of Object.entries(before).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [was, is] = [record(column), columns[name] === undefined ? undefined : record(columns[name])]
    if (is === undefined) found.push(`the column ${name} was removed`)
    else if (is["data_type"] !== was["data_type"]) {
      found.push(`the column ${name} was ${String(was["data_type"])} and is ${String(is["data_type"])}`)
    }
    if (is === undefined || !keepsConstraints(then)) continue
    for (const _ of lostChecks(was["constraints"], is["constraints"]))
      found.push(`a check of the column ${name} was removed`)
  }
  if (keepsConstraints(then)) {
    for (const _ of lostChecks(then["constraints"], now["constraints"])) found.push("a check was removed")
    const any =
      list(then["constraints"]).length > 0 ||
      Object.values(before).some((each) => list(record(each)["constraints"]).length > 0)
    if (!keepsConstraints(now) && any) {
      found.push(`it was a ${String(materialized(then))} and is a ${String(materialized(now))}`)
    }
  }
  return found
}

/** `breaking` names what was promised and no longer holds. */
export const compareContract = (
  now: Document,
  then: Document
): { readonly same: boolean; readonly breaking: ReadonlyArray<string> } => {
  if (now["resource_type"] !== "model") return { same: true, breaking: [] }
  if (!enforced(then)) return { same: !enforced(now), breaking: [] }
  const same = enforced(now) && record(now["contract"])["checksum"] === record(then["contract"])["checksum"]
  return { same, breaking: same ? [] : breaks(now, then) }
}
