/** Everything that a project left in the store, as values that two runners of dbt must share. */
import { createHash } from "node:crypto"
import type { Stored } from "./Scenario.ts"

/** Sends one query, gives its rows. */
export type Ask = (sql: string) => Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>

interface TableRow {
  readonly database: string
  readonly name: string
  readonly create: string
  readonly sorting: string
  readonly primary: string
  readonly partition: string
}

const most = 30

/** Invented data is older than this; what is younger was written by `now()`. */
const young = /^(?:2026-(?:0[6-9]|1\d)|20(?:2[7-9]|[3-9]\d))-\d\d \d\d:\d\d:\d\d/

const withoutNow = (cells: ReadonlyArray<unknown>, names: ReadonlyArray<string>): ReadonlyArray<unknown> => {
  const still = cells.map((cell) => (typeof cell === "string" && young.test(cell) ? "now" : cell))
  // The id of a version of a row is a hash of the time at which it began.
  const began = still[names.indexOf("dbt_valid_from")]
  return began === "now" ? still.map((cell, index) => (names[index] === "dbt_scd_id" ? "id" : cell)) : still
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")

/** `database.name` of every table and view that is no system's and not left out. */
export const storedTables = async (
  ask: Ask,
  leftOut: ReadonlyArray<string>
): Promise<Readonly<Record<string, Stored>>> => {
  const names = ["system", "INFORMATION_SCHEMA", "information_schema", ...leftOut].map((name) => `'${name}'`)
  const tables = (await ask(
    `select database, name, create_table_query as create, sorting_key as sorting, primary_key as primary,
       partition_key as partition from system.tables where database not in (${names.join(", ")}) order by database, name`
  )) as unknown as ReadonlyArray<TableRow>
  const found: Array<readonly [string, Stored]> = []
  for (const table of tables) {
    const where = `database = '${table.database}' and table = '${table.name}'`
    const columns = (await ask(`select name, type from system.columns where ${where} order by position`)).map(
      (row) => [String(row["name"]), String(row["type"])] as const
    )
    const lines: Array<string> = []
    let failed: string | undefined
    try {
      const list = columns.map(([name]) => `toString(\`${name}\`)`).join(", ")
      for (const row of await ask(`select [${list}] as cells from \`${table.database}\`.\`${table.name}\``)) {
        lines.push(
          JSON.stringify(
            withoutNow(
              row["cells"] as ReadonlyArray<unknown>,
              columns.map(([name]) => name)
            )
          )
        )
      }
    } catch {
      failed = "cannot be read"
    }
    lines.sort()
    found.push([
      `${table.database}.${table.name}`,
      {
        create: table.create,
        columns,
        keys: [table.sorting, table.primary, table.partition],
        rows: lines.length,
        contents: failed ?? (lines.length <= most ? lines : sha256(lines.join("\n")))
      }
    ])
  }
  return Object.fromEntries(found)
}
