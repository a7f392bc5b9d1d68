/** The queries of a snapshot: its first rows, and later what is new, changed or gone. */
import { type SnapshotSettings, timeOfRun } from "./SnapshotSettings.ts"

const hash = (parts: ReadonlyArray<string>): string =>
  `halfMD5(${parts.map((part) => `coalesce(cast(${part} as varchar), '')`).join(" || '|' || ")})`

/** Names one version of one row. */
const scdId = ({ keys, updatedAt }: SnapshotSettings): string => hash([...keys, updatedAt])

const validTo = ({ updatedAt, validToCurrent }: SnapshotSettings): string =>
  `coalesce(nullif(${updatedAt}, ${updatedAt}), ${validToCurrent ?? "null"})`

/** Every row as valid since it was changed. */
export const firstRows = (settings: SnapshotSettings, sql: string): string => {
  const { meta, updatedAt, hardDeletes } = settings
  const columns = [
    "*",
    `${scdId(settings)} as ${meta.scdId}`,
    `${updatedAt} as ${meta.updatedAt}`,
    `${updatedAt} as ${meta.validFrom}`,
    `${validTo(settings)} as ${meta.validTo}`,
    ...(hardDeletes === "new_record" ? [`'False' as ${meta.isDeleted}`] : [])
  ]
  return `select ${columns.join(",\n  ")}\nfrom (\n${sql}\n) sbq`
}

/** Returns the names of the key's columns while rows are compared. */
export const keyNames = ({ keys }: SnapshotSettings): ReadonlyArray<string> =>
  keys.length === 1 ? ["dbt_unique_key"] : keys.map((_, index) => `dbt_unique_key_${index + 1}`)

/** Returns true of a pair of an old and a new row whose content differs. `checked` are the columns to look at; undefined means all differ. */
export const rowChanged = (settings: SnapshotSettings, checked: ReadonlyArray<string> | undefined): string => {
  if (settings.strategy === "timestamp") {
    return `(snapshotted_data.${settings.meta.validFrom} < source_data.${settings.updatedAt})`
  }
  if (checked === undefined) return "(true)"
  const differs = checked.map((column) => {
    const [was, is] = [`snapshotted_data.\`${column}\``, `source_data.\`${column}\``]
    return `${was} != ${is} or ((${was} is null and not ${is} is null) or (not ${was} is null and ${is} is null))`
  })
  return `(${differs.join("\n or ")})`
}

export interface Comparison {
  readonly settings: SnapshotSettings
  readonly sql: string
  /** The snapshot's table, as SQL names it. */
  readonly target: string
  readonly targetColumns: ReadonlySet<string>
  readonly sourceColumns: ReadonlyArray<string>
  readonly changed: string
}

/** Rows marked `insert`, `update` (the old version ends) or `delete` (the row is gone). */
export const stagedRows = ({ settings, sql, target, targetColumns, sourceColumns, changed }: Comparison): string => {
  const { meta, updatedAt, hardDeletes, validToCurrent } = settings
  const names = keyNames(settings)
  const keyed = settings.keys.map((key, index) => `${key} as ${names[index]}`).join(", ")
  const joined = names.map((name) => `snapshotted_data.${name} = source_data.${name}`).join(" and ")
  const isNull = (relation: string): string => `${relation}.${names[0]} is null`
  const isCurrent =
    validToCurrent === undefined
      ? `${meta.validTo} is null`
      : `(${meta.validTo} = ${validToCurrent} or ${meta.validTo} is null)`
  const records = hardDeletes === "new_record"
  const wasDeleted = `snapshotted_data.${meta.isDeleted} = 'True'`
  const differs = records ? `(${changed} or ${wasDeleted})` : changed
  const also = (text: string): string => (records ? text : "")
  const ctes = [
    `snapshot_query as (\n${sql}\n)`,
    `snapshotted_data as (select *, ${keyed} from ${target} where ${isCurrent})`,
    `insertions_source_data as (
  select *, ${keyed}, ${updatedAt} as ${meta.updatedAt}, ${updatedAt} as ${meta.validFrom},
    ${validTo(settings)} as ${meta.validTo}, ${scdId(settings)} as ${meta.scdId}
  from snapshot_query
)`,
    `updates_source_data as (
  select *, ${keyed}, ${updatedAt} as ${meta.updatedAt}, ${updatedAt} as ${meta.validFrom}, ${updatedAt} as ${meta.validTo}
  from snapshot_query
)`,
    `insertions as (
  select 'insert' as dbt_change_type, source_data.*${also(`, 'False' as ${meta.isDeleted}`)}
  from insertions_source_data as source_data
  left outer join snapshotted_data on ${joined}
  where ${isNull("snapshotted_data")} or (not ${isNull("snapshotted_data")} and ${differs})
)`,
    `updates as (
  select 'update' as dbt_change_type, source_data.*, snapshotted_data.${meta.scdId}${also(`, snapshotted_data.${meta.isDeleted}`)}
  from updates_source_data as source_data
  join snapshotted_data on ${joined}
  where ${differs}
)`
  ]
  const unions = ["insertions", "updates"]
  if (hardDeletes !== "ignore") {
    const times = [meta.validFrom, meta.updatedAt, meta.validTo].map((name) => `${timeOfRun} as ${name}`).join(", ")
    // A row that is marked as gone stays as it is until it comes back.
    const gone = `where ${isNull("source_data")}${also(` and not (${wasDeleted})`)}`
    ctes.push(
      `deletes_source_data as (select *, ${keyed} from snapshot_query)`,
      `deletes as (
  select 'delete' as dbt_change_type, source_data.*, ${times},
    snapshotted_data.${meta.scdId}${also(`, snapshotted_data.${meta.isDeleted}`)}
  from snapshotted_data
  left join deletes_source_data as source_data on ${joined}
  ${gone}
)`
    )
    unions.push("deletes")
    if (records) {
      const columns = sourceColumns.map((name) =>
        targetColumns.has(name) ? `snapshotted_data.\`${name}\`` : `source_data.\`${name}\``
      )
      const keys = names.map((name) => `snapshotted_data.${name} as ${name}`)
      ctes.push(`deletion_records as (
  select 'insert' as dbt_change_type, ${[...columns, ...keys].join(", ")},
    ${timeOfRun} as ${meta.validFrom}, ${timeOfRun} as ${meta.updatedAt},
    snapshotted_data.${meta.validTo} as ${meta.validTo},
    ${hash([`snapshotted_data.${meta.scdId}`, timeOfRun])} as ${meta.scdId}, 'True' as ${meta.isDeleted}
  from snapshotted_data
  left join deletes_source_data as source_data on ${joined}
  ${gone}
)`)
      unions.push("deletion_records")
    }
  }
  const union = unions.map((name) => `select * from ${name}`).join("\nunion all\n")
  const whole = `with ${ctes.join(",\n")}\n${union}`
  return settings.outerNulls ? `select * from (\n${whole}\nsettings join_use_nulls = 1\n)` : whole
}
