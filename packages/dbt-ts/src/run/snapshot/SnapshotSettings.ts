/** A snapshot's configuration, read once. */
import { refuse } from "../../ProjectError.ts"
import type { Node } from "../../project/Node.ts"

/** Names of the columns that a snapshot adds. */
export interface MetaColumns {
  readonly scdId: string
  readonly updatedAt: string
  readonly validFrom: string
  readonly validTo: string
  readonly isDeleted: string
}

export interface SnapshotSettings {
  readonly strategy: "timestamp" | "check"
  readonly keys: ReadonlyArray<string>
  /** When a row was changed: a column, or the time of the run. */
  readonly updatedAt: string
  readonly checkColumns: "all" | ReadonlyArray<string>
  readonly hardDeletes: "ignore" | "invalidate" | "new_record"
  /** Value of `dbt_valid_to` in a currently valid row; NULL by default. */
  readonly validToCurrent: string | undefined
  readonly meta: MetaColumns
  /** The snapshot uses what dbt-clickhouse 1.10 does wrongly: then outer joins give NULL, as dbt means them. */
  readonly outerNulls: boolean
}

export const timeOfRun = "now()"

const given = (value: unknown): string | undefined =>
  value === undefined || value === null || value === "" ? undefined : String(value)

const hardDeletesOf = (node: Node): SnapshotSettings["hardDeletes"] => {
  const { hard_deletes: named, invalidate_hard_deletes: old } = node.config
  const isGiven = named !== undefined && named !== null
  if (isGiven && old !== undefined && old !== null) {
    return refuse(
      node.originalFilePath,
      "You cannot set both the invalidate_hard_deletes and hard_deletes config properties on the same snapshot."
    )
  }
  if (old === true) return "invalidate"
  if (!isGiven) return "ignore"
  if (named === "ignore" || named === "invalidate" || named === "new_record") return named
  return refuse(node.originalFilePath, "Invalid setting for property hard_deletes.")
}

export const snapshotSettings = (node: Node): SnapshotSettings => {
  const wrong = (reason: string) => refuse(node.originalFilePath, reason)
  const { strategy, unique_key: key, check_cols: checked } = node.config
  if (strategy !== "timestamp" && strategy !== "check") {
    return wrong(`the snapshot strategy '${String(strategy ?? "")}' is not supported; there are timestamp and check`)
  }
  const keys = Array.isArray(key) ? key.map(String) : given(key) === undefined ? [] : [String(key)]
  if (keys.length === 0) wrong("a snapshot needs a unique_key")
  const updatedAt = given(node.config["updated_at"])
  if (strategy === "timestamp" && updatedAt === undefined)
    wrong("a snapshot with the strategy timestamp needs updated_at")
  const checkColumns = Array.isArray(checked) ? checked.map(String) : checked
  if (strategy === "check" && checkColumns !== "all" && !(Array.isArray(checkColumns) && checkColumns.length > 0)) {
    wrong(`Invalid value for 'check_cols': ${String(checked)}`)
  }
  const names = (node.config["snapshot_meta_column_names"] ?? {}) as Readonly<Record<string, unknown>>
  const column = (name: string): string => given(names[name]) ?? name
  const meta = {
    scdId: column("dbt_scd_id"),
    updatedAt: column("dbt_updated_at"),
    validFrom: column("dbt_valid_from"),
    validTo: column("dbt_valid_to"),
    isDeleted: column("dbt_is_deleted")
  }
  const hardDeletes = hardDeletesOf(node)
  const validToCurrent = given(node.config["dbt_valid_to_current"])
  const isRenamed = Object.keys(names).some((name) => given(names[name]) !== undefined && names[name] !== name)
  return {
    strategy,
    keys,
    updatedAt: updatedAt ?? timeOfRun,
    checkColumns: (checkColumns ?? []) as "all" | ReadonlyArray<string>,
    hardDeletes,
    validToCurrent,
    meta,
    outerNulls: Array.isArray(key) || hardDeletes === "new_record" || validToCurrent !== undefined || isRenamed
  }
}
