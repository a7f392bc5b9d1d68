/**
 * Access rights in ClickHouse, as data: roles, rights, limits and row policies. `accessStatements` returns them as SQL.
 *
 * The roles separate personal from published data: no role that reads releases can read anything else, and no role that publishes can read
 * records of persons.
 */

import { recordSchemas } from "../../schemas/RecordSchemas.ts"

/** Rights on the tables of a database, on one table, or on everything if the database is `*`. */
interface Grant {
  readonly rights: ReadonlyArray<string>
  readonly on: string
}

interface Role {
  readonly name: string
  readonly meaning: string
  readonly grants: ReadonlyArray<Grant>
  /** Settings of the role. A query cannot change the `fixed` ones (`CONST`). */
  readonly settings: Readonly<Record<string, { readonly value: string | number; readonly fixed?: boolean }>>
  /** Limits per 60 seconds. */
  readonly quota?: Readonly<Record<string, number>>
}

/**
 * Settings that keep the pipeline's guarantees on replicas and shards. An insert waits for the shard and a quorum of replicas. Reads see
 * every acknowledged insert, so a withdrawal is visible to all later reads. Subqueries read the local shard, which has all rows of a
 * partner. Inserts are synchronous and deduplicated, by the token that each retry sends.
 */
const durable = (quorum: string | number): Role["settings"] => ({
  async_insert: { value: 0, fixed: true },
  insert_deduplicate: { value: 1, fixed: true },
  distributed_foreground_insert: { value: 1, fixed: true },
  insert_quorum: { value: quorum, fixed: true },
  insert_quorum_parallel: { value: 0, fixed: true },
  select_sequential_consistency: { value: 1, fixed: true },
  distributed_product_mode: { value: "local" },
  load_balancing: { value: "first_or_random" },
  distributed_ddl_task_timeout: { value: 180 }
})

const GB = 1_000_000_000

const pipeline: Role = {
  name: "corridor_pipeline",
  meaning: "loads records, erases and re-keys persons, writes the batch ledger and the quarantine",
  grants: [
    { rights: ["SELECT", "INSERT", "ALTER DELETE", "ALTER UPDATE"], on: "corridor_raw" },
    { rights: ["SELECT", "INSERT", "ALTER DELETE", "ALTER UPDATE"], on: "corridor_audit" },
    // A withdrawal also deletes the copies that the transform made.
    { rights: ["SELECT", "ALTER DELETE"], on: "corridor_staging" },
    { rights: ["CLUSTER", "REMOTE"], on: "*" }
  ],
  settings: { ...durable("auto"), max_memory_usage: { value: 8 * GB } }
}

const transform: Role = {
  name: "corridor_transform",
  meaning: "builds staging views and marts from records",
  grants: [
    { rights: ["SELECT"], on: "corridor_raw" },
    ...["corridor_staging", "corridor_mart"].map((on) => ({
      rights: ["SELECT", "INSERT", "CREATE TABLE", "CREATE VIEW", "DROP TABLE", "DROP VIEW", "ALTER TABLE", "TRUNCATE"],
      on
    })),
    { rights: ["REMOTE"], on: "*" }
  ],
  settings: {
    select_sequential_consistency: { value: 1 },
    distributed_product_mode: { value: "local" },
    load_balancing: { value: "first_or_random" },
    max_memory_usage: { value: 32 * GB },
    max_bytes_before_external_group_by: { value: 12 * GB }
  }
}

const releaseEngine: Role = {
  name: "corridor_release_engine",
  meaning: "protects and publishes counts of the marts; cannot read records of persons",
  grants: [
    { rights: ["SELECT"], on: "corridor_mart" },
    // A vintage is made from marts that are not being built meanwhile, and whose last build succeeded (infra/marts/buildTurn.ts).
    { rights: ["SELECT", "INSERT", "ALTER DELETE", "CREATE TABLE"], on: "corridor_staging.build_turn" },
    { rights: ["SELECT", "CREATE TABLE"], on: "corridor_staging.build_results" },
    { rights: ["SELECT", "INSERT"], on: "corridor_vintage" },
    { rights: ["SELECT", "INSERT"], on: "corridor_release" }
  ],
  settings: { ...durable("auto"), max_memory_usage: { value: 16 * GB } }
}

const apiReader: Role = {
  name: "corridor_api_reader",
  meaning: "reads published data",
  grants: [{ rights: ["SELECT"], on: "corridor_release" }],
  // 2 instead of 1, because the client sets output settings with each request. Neither value allows writes.
  settings: {
    readonly: { value: 2, fixed: true },
    max_memory_usage: { value: 2 * GB, fixed: true },
    max_execution_time: { value: 10, fixed: true },
    max_rows_to_read: { value: 50_000_000, fixed: true },
    max_result_rows: { value: 1_000_000, fixed: true },
    max_concurrent_queries_for_user: { value: 64, fixed: true },
    max_threads: { value: 4, fixed: true }
  },
  quota: { queries: 6_000, execution_time: 600 }
}

const partner: Role = {
  name: "corridor_partner",
  meaning: "reads a partner's own records and refusals by SQL; the user's name is partner-<id>",
  // Each table is granted together with its row policy. A grant on the database would expose every row of a new table.
  grants: [{ rights: ["REMOTE"], on: "*" }],
  settings: {
    readonly: { value: 2, fixed: true },
    max_memory_usage: { value: 1 * GB, fixed: true },
    max_execution_time: { value: 10, fixed: true },
    max_concurrent_queries_for_user: { value: 4, fixed: true }
  },
  quota: { queries: 120, execution_time: 60 }
}

const portal: Role = {
  name: "corridor_portal",
  meaning: "serves the partners' portal: receipts; of records, reads only partner, id and revision",
  grants: [
    { rights: ["SELECT"], on: "corridor_raw.partner" },
    // Receipts count the stored records of a submission. A correction needs the last revision.
    ...recordSchemas.map(({ table }) => ({
      rights: ["SELECT(partner_id, record_id, revision)"],
      on: `corridor_raw.${table}`
    })),
    ...["submission", "sent_revision"].map((table) => ({
      rights: ["SELECT", "INSERT"],
      on: `corridor_audit.${table}`
    })),
    ...["batch", "quarantine", "quarantine_reading", "message_outcome", "erased_record"].map((table) => ({
      rights: ["SELECT"],
      on: `corridor_audit.${table}`
    })),
    { rights: ["REMOTE"], on: "*" },
    { rights: ["SELECT"], on: "corridor_release" }
  ],
  settings: { ...durable("auto"), max_memory_usage: { value: 2 * GB } }
}

const operator = (replicas: number): Role => ({
  name: "corridor_operator",
  meaning: "creates and changes tables, rotates keys, restores backups",
  grants: [
    ...["raw", "staging", "mart", "vintage", "release", "audit", "access"].map((name) => ({
      rights: ["SELECT", "INSERT", "ALTER", "CREATE", "DROP", "TRUNCATE", "OPTIMIZE", "SYSTEM SYNC REPLICA"],
      on: `corridor_${name}`
    })),
    { rights: ["SELECT"], on: "system" },
    { rights: ["CLUSTER", "REMOTE"], on: "*" }
  ],
  // Wait for every replica: each one looks up the pairs of a new key locally.
  settings: durable(replicas)
})

const backup: Role = {
  name: "corridor_backup",
  meaning: "reads data for backups; the operator restores them",
  grants: ["raw", "mart", "vintage", "release", "audit", "access"].map((name) => ({
    rights: ["BACKUP", "SELECT"],
    on: `corridor_${name}`
  })),
  settings: { readonly: { value: 2 }, max_execution_time: { value: 86_400 } }
}

/** Returns the roles for a cluster with `replicas` copies of each shard. */
export const roles = (replicas: number): ReadonlyArray<Role> => [
  pipeline,
  transform,
  releaseEngine,
  apiReader,
  partner,
  portal,
  operator(replicas),
  backup
]

const shown = (value: string | number) => (typeof value === "number" ? String(value) : `'${value}'`)

const roleStatements = (role: Role): ReadonlyArray<string> => [
  `CREATE ROLE IF NOT EXISTS ${role.name}`,
  ...role.grants.map(
    ({ rights, on }) => `GRANT ${rights.join(", ")} ON ${on.includes(".") ? on : `${on}.*`} TO ${role.name}`
  ),
  `CREATE SETTINGS PROFILE OR REPLACE ${role.name}_limits SETTINGS ${Object.entries(role.settings)
    .map(([setting, { value, fixed }]) => `${setting} = ${shown(value)}${fixed === true ? " CONST" : ""}`)
    .join(", ")} TO ${role.name}`,
  ...(role.quota === undefined
    ? []
    : [
        `CREATE QUOTA OR REPLACE ${role.name}_quota KEYED BY user_name FOR INTERVAL 60 second MAX ${Object.entries(
          role.quota
        )
          .map(([limit, n]) => `${limit} = ${n}`)
          .join(", ")} TO ${role.name}`
      ])
]

/** A table for which row policies are made. */
export interface KnownTable {
  readonly database: string
  readonly table: string
  readonly columns: ReadonlyArray<{ readonly name: string; readonly type: string }>
}

/** SQL for the partner id of the current user. */
const ownPartner = "replaceRegexpOne(currentUser(), '^partner-', '')"

const conditionOf = (columns: KnownTable["columns"]): string => {
  const has = (name: string) => columns.some((column) => column.name === name)
  if (has("partner_id")) return `partner_id = ${ownPartner}`
  if (has("topic")) return `topic = concat('corridor.partner.', ${ownPartner})`
  // No row of this table belongs to a single partner.
  return "0"
}

/**
 * Returns the row policies of a table. A partner sees its own rows, and all other roles see all rows. Both are explicit, so that nothing
 * depends on how a server treats a role without a policy. In a published table, the API reader does not see a row that has a value in an
 * unpublished cell. Such rows must not exist; the policy is a second safeguard.
 */
const policyStatements = (
  { database, table, columns }: KnownTable,
  all: ReadonlyArray<Role>
): ReadonlyArray<string> => {
  const at = `${database}.${table}`
  const others = all.filter((role) => role.name !== "corridor_partner" && role.name !== "corridor_api_reader")
  const everything = `CREATE ROW POLICY OR REPLACE all_rows ON ${at} FOR SELECT USING 1 TO ${others.map((role) => role.name).join(", ")}`
  if (database === "corridor_raw" || database === "corridor_audit")
    return [
      everything,
      `CREATE ROW POLICY OR REPLACE own_rows ON ${at} FOR SELECT USING ${conditionOf(columns)} TO corridor_partner`,
      `GRANT SELECT ON ${at} TO corridor_partner`
    ]
  if (database !== "corridor_release") return []
  const values = columns.filter(({ type }) => /^Nullable\((U?Int|Float|Decimal)/.test(type)).map(({ name }) => name)
  const isStateful = columns.some(({ name }) => name === "state") && values.length > 0
  const visible = isStateful ? `state = 'published' OR (${values.map((v) => `isNull(${v})`).join(" AND ")})` : "1"
  return [
    everything,
    `CREATE ROW POLICY OR REPLACE no_hidden_value ON ${at} FOR SELECT USING ${visible} TO corridor_api_reader`
  ]
}

/** Returns statements that create a user for each role but the partners'. The SHA-256 of the password is the parameter `hash`. */
export const userStatements = (all: ReadonlyArray<Role>): ReadonlyArray<string> =>
  all
    .filter((role) => role.name !== "corridor_partner")
    .map((role) => {
      const user = `${role.name}_user`
      return `CREATE USER IF NOT EXISTS ${user} IDENTIFIED WITH sha256_hash BY {hash:String} DEFAULT ROLE ${role.name}`
    })

/** Returns all access statements but the users', for the given tables. They are idempotent. */
export const accessStatements = (tables: ReadonlyArray<KnownTable>, replicas: number): ReadonlyArray<string> => {
  const all = roles(replicas)
  return [...all.flatMap(roleStatements), ...tables.flatMap((table) => policyStatements(table, all))]
}
