/** `resource_type:`, `test_type:`, `test_name:`, and names of one kind: `source:`, `exposure:`, `unit_test:`. */
import { refuse } from "../../ProjectError.ts"
import { glob } from "../Glob.ts"
import type { Method } from "./Method.ts"

/** dbt's kinds of nodes; those that no project read here can have choose nothing. */
const kinds = new Set(
  `model analysis test snapshot operation seed source exposure unit_test metric semantic_model saved_query macro doc
   group rpc sql_operation fixture`.split(/\s+/)
)

const resourceType: Method = (value) => {
  if (!kinds.has(String(value))) refuse("selector", `there is no resource_type '${String(value)}'`)
  return (item) => item.resourceType === value
}

const testTypes = ["generic", "singular", "unit", "data"]

const testType: Method = (value) => {
  const type = value === "schema" ? "generic" : String(value)
  if (!testTypes.includes(type)) {
    refuse("selector", `there is no test_type '${type}'; there are ${testTypes.join(", ")}`)
  }
  return ({ resourceType: kind, testName: name }) =>
    type === "unit"
      ? kind === "unit_test"
      : kind === "test" && (type === "data" || (name === undefined) === (type === "singular"))
}

const testName: Method = (value) => {
  const matches = glob(String(value))
  return (item) => item.testName !== undefined && matches(item.testName)
}

/** `name`, or `package.name`. */
const ofKind =
  (kind: string): Method =>
  (value) => {
    const parts = String(value).split(".")
    if (parts.length > 2) refuse("selector", `'${String(value)}' must be a name, or package.name, of one ${kind}`)
    const [name = "", inPackage = "*"] = [...parts].reverse()
    const [matchesName, matchesPackage] = [glob(name), glob(inPackage)]
    return (item) => item.resourceType === kind && matchesPackage(item.packageName) && matchesName(item.name)
  }

/** `source`, `source.table` or `package.source.table`. */
const source: Method = (value) => {
  const parts = String(value).split(".")
  if (parts.length > 3) {
    refuse("selector", `'${String(value)}' must be source, source.table or package.source.table`)
  }
  const [inPackage, name, table] =
    parts.length === 3 ? parts.map(glob) : [glob("*"), glob(parts[0] as string), glob(parts[1] ?? "*")]
  return (item) =>
    item.sourceName !== undefined &&
    inPackage?.(item.packageName) === true &&
    name?.(item.sourceName) === true &&
    table?.(item.name) === true
}

export const kindMethods = {
  source,
  test_name: testName,
  test_type: testType,
  resource_type: resourceType,
  exposure: ofKind("exposure"),
  unit_test: ofKind("unit_test"),
  // Kinds that no project read here can have: they choose nothing.
  metric: ofKind("metric"),
  semantic_model: ofKind("semantic_model"),
  saved_query: ofKind("saved_query")
}
