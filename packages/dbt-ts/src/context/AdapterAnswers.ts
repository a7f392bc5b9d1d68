/** What the adapter knows without a query: one ClickHouse, no cluster, every exchange atomic. */
import { text } from "../jinja/Arguments.ts"
import { iterate, truthy } from "../jinja/Operators.ts"
import { str } from "../jinja/Print.ts"
import { Dict, HostObject, LookupObject, plainFunction, type Value } from "../jinja/Value.ts"
import { Column } from "./Column.ts"

class BehaviourFlag extends HostObject {
  readonly typeName = "BehaviorFlagRendered"
  override attribute(name: string): Value | undefined {
    return name === "setting" || name === "no_warn" ? false : undefined
  }
  override truthy(): boolean {
    return false
  }
}

const quoted = (name: Value | undefined): string => `"${str(name ?? "")}"`

const strategy = (wanted: Value | undefined): string => {
  const name = wanted === undefined || wanted === null || wanted === "" ? "default" : str(wanted)
  return name === "default" ? "legacy" : name.replaceAll("+", "_")
}

const settings = (values: Value | undefined): string => {
  if (!(values instanceof Dict) || values.size === 0) return ""
  const shown = (value: Value): string =>
    typeof value === "string" && !value.startsWith("'") ? `'${value}'` : str(value)
  return `SETTINGS ${values
    .entries()
    .map(([name, value]) => `${str(name)}=${shown(value)}`)
    .join(", ")}\n`
}

const configOf = (model: Value | undefined, name: string): Value | undefined => {
  const config = model instanceof Dict ? model.get("config") : undefined
  return config instanceof Dict ? config.get(name) : undefined
}

/** Functions that return a constant. */
const constants = {
  type: "clickhouse",
  ...{ cache_added: "", cache_dropped: "", cache_renamed: "", commit: "", build_catalog_relation: null },
  // Texts of ClickHouse have no length that could be too small.
  expand_target_column_types: null,
  ...{ get_clickhouse_cluster_name: null, get_clickhouse_local_suffix: "", get_clickhouse_local_db_prefix: "" },
  ...{ clickhouse_db_engine_clause: "", supports_atomic_exchange: true, should_on_cluster: false }
}

export const answers: Readonly<Record<string, Value>> = {
  /** `adapter.behavior.some_flag`: every flag of dbt is at its default, which is off. */
  behavior: new LookupObject("Behavior", () => new BehaviourFlag()),
  ...Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, plainFunction(name, () => value)])),
  calculate_incremental_strategy: plainFunction("calculate_incremental_strategy", (args) => strategy(args[0])),
  can_exchange: plainFunction("can_exchange", (args) => str(args[1] ?? "") === "table" && truthy(args[0] ?? "")),
  format_columns: plainFunction("format_columns", (args) =>
    [...iterate(args[0] ?? [])].map((each) =>
      each instanceof Column ? Dict.of(Object.entries({ name: each.name, data_type: each.dataType })) : each
    )
  ),
  get_model_query_settings: plainFunction("get_model_query_settings", (args) => {
    const written = settings(configOf(args[0], "query_settings"))
    return written === "" ? "" : `\n            -- settings_section\n            ${written}\n            `
  }),
  quote: plainFunction("quote", (args, named) => quoted(args[0] ?? named.get("identifier"))),
  quote_as_configured: plainFunction("quote_as_configured", (args, named) => {
    const key = text(args[1] ?? named.get("quote_key"))
    const name = args[0] ?? named.get("identifier") ?? ""
    return ["database", "schema", "identifier"].includes(key) ? quoted(name) : name
  }),
  quote_seed_column: plainFunction("quote_seed_column", (args) =>
    args[1] === undefined || args[1] === null || truthy(args[1]) ? quoted(args[0]) : (args[0] ?? "")
  )
}
