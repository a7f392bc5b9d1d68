/** A full disk could leave empty definitions of tables, with which ClickHouse opens nothing. */
import { execFileSync, spawnSync } from "node:child_process"
import { readdirSync, truncateSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Effect } from "effect"
import { assert, it } from "vitest"
import { openChdb } from "../../infra/warehouse/ChdbEngine.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("definitions")
const path = join(folder, "clickhouse")

/** Runs the statements in the store, and returns the lines that the last one answers. */
const run = (...statements: ReadonlyArray<string>) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const { request } = yield* openChdb(path)
        let lines: ReadonlyArray<string> = []
        for (const sql of statements) {
          const { bytes } = yield* request((raw) => raw.query(sql, "TSV", {}))
          lines = Buffer.from(bytes).toString().trim().split("\n")
        }
        return lines
      })
    )
  )

it("those of tables that transform builds are removed: the store opens again, and what else it has is there", async () => {
  const [kept, empty, cut] = ["corridor_mart.kept", "corridor_mart.empty", "corridor_staging.cut"]
  await run(
    ...["mart", "staging"].map((name) => `CREATE DATABASE corridor_${name}`),
    ...[kept, empty, cut].map((name) => `CREATE TABLE ${name} ENGINE = MergeTree ORDER BY a AS SELECT 7 AS a`)
  )
  const store = join(path, "store")
  const definitionOf = (table: string) =>
    join(
      store,
      readdirSync(store, { recursive: true, encoding: "utf8" }).find((file) => file.endsWith(`/${table}.sql`)) ?? ""
    )
  truncateSync(definitionOf("empty"))
  truncateSync(definitionOf("cut"), 20)
  const tables = "SELECT concat(database, '.', name) FROM system.tables WHERE startsWith(database, 'corridor_')"
  assert.deepStrictEqual(await run(tables), [kept])
  // Their names are free for the next build.
  const builds = [empty, cut].map((name) => `CREATE TABLE ${name} (b UInt8) ENGINE = MergeTree ORDER BY b`)
  assert.deepStrictEqual(await run(...builds, `SELECT a FROM ${kept}`), ["7"])
})

const unshare = ["-Ur", "-m", "bash", "-c"]
const canMount = spawnSync("unshare", [...unshare, "mount -t tmpfs tmpfs /mnt"]).status === 0

it.skipIf(!canMount).each([
  { engine: "the product's", more: "", refused: "NOT_ENOUGH_SPACE" },
  {
    engine: "dbt-ts's",
    more: "dbt",
    refused:
      "The disk of ClickHouse is full. Free some space, or remove files if it has no inodes left (df -i), then run the command again"
  }
])(
  "on a full disk $engine engine changes nothing that defines a table, and does all of it when there is room",
  { meta: { needs: "unshare and mount" } },
  ({ more, refused }) => {
    const script = fileURLToPath(new URL("../fixtures/fullStore.ts", import.meta.url))
    const full = join(folder, `full${more}`)
    const command = `mkdir ${full} && mount -t tmpfs -o size=24m tmpfs ${full} && ${process.execPath} ${script} ${full} ${more}`
    const lines = execFileSync("unshare", [...unshare, command], { encoding: "utf8" })
      .trim()
      .split("\n")
    assert.deepStrictEqual(lines, [
      ...["ok", "ok", "full", refused, refused, refused, "ok 7", "0 empty"],
      ...["ok 7", "ok", "ok", "ok", "ok 0"]
    ])
  }
)
