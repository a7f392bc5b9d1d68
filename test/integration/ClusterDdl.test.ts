/**
 * The statements of a cluster, run on the embedded engine: every one parses, and each table is created with its replicated engine over a
 * Keeper in memory and its Distributed table, although nothing can be written to it here.
 */
import { spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { accessStatements, roles, userStatements } from "../../infra/cluster/Access.ts"
import { clusterStatements } from "../../infra/cluster/ClusterStatements.ts"
import { overCluster } from "../../infra/cluster/ClusterWarehouse.ts"
import { knownTables } from "../../infra/cluster/KnownTables.ts"
import { definitions, migrate } from "../../infra/migrations/Migrate.ts"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { temporaryFolder } from "./TestStack.ts"

const cluster = "corridor"

/** The statements as `migrate` would send them; a table is sharded once its Distributed table was made. */
const clusterDefinitions = () => {
  const sharded = new Set<string>()
  return definitions().flatMap((statement) => {
    const made = clusterStatements(statement, { cluster }, (table) => sharded.has(table))
    for (const text of made) {
      const name = /^CREATE TABLE IF NOT EXISTS (\S+) ON CLUSTER \S+ AS /.exec(text)?.[1]
      if (name !== undefined) sharded.add(name)
    }
    return made
  })
}

/** A separate process, because the engine reads `config.xml` of the working folder. */
const inConfiguredEngine = (folder: string, config: string, statements: ReadonlyArray<string>) => {
  writeFileSync(join(folder, "config.xml"), config)
  writeFileSync(join(folder, "statements.json"), JSON.stringify(statements))
  const script = new URL("./clusterEngine.ts", import.meta.url).pathname
  const { stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: "utf8", timeout: 60_000 })
  try {
    return JSON.parse(readFileSync(join(folder, "answers.json"), "utf8")) as ReadonlyArray<{
      readonly rows?: ReadonlyArray<never>
      readonly error?: string
    }>
  } catch {
    throw new Error(`the engine's process said: ${stderr.slice(-2000)}`)
  }
}

const node = (shards: ReadonlyArray<string>) => `<clickhouse>
  <tcp_port>9000</tcp_port>
  <macros><shard>1</shard><replica>r1</replica></macros>
  <zookeeper><implementation>testkeeper</implementation></zookeeper>
  <remote_servers><${cluster}>${shards.join("")}</${cluster}></remote_servers>
</clickhouse>`

const shard =
  "<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>9000</port></replica></shard>"

const store = Layer.unwrap(
  Effect.map(temporaryFolder("cluster"), (folder) => EmbeddedWarehouse.layer(join(folder, "store")))
)

describe("definitions of a cluster", () => {
  it("each table of one node has its form for a cluster", () => {
    const made = clusterDefinitions()
    for (const statement of definitions()) {
      const table = /^CREATE TABLE IF NOT EXISTS (\S+)/.exec(statement)?.[1]
      if (table !== undefined)
        assert.isTrue(
          made.some((text) => text.includes(` ${table} ON CLUSTER '${cluster}'`)),
          table
        )
    }
    for (const text of made) {
      assert.include(text, `ON CLUSTER '${cluster}'`)
      assert.notMatch(text, /non_replicated|ENGINE = (Replacing)?MergeTree/)
    }
  })

  it("sorts tables into those cut by partner and those whole everywhere", () => {
    const made = clusterDefinitions().join("\n")
    for (const table of ["route_record", "victim_record", "withdrawal"])
      assert.match(
        made,
        new RegExp(`Distributed\\('${cluster}', 'corridor_raw', '${table}_local', cityHash64\\(partner_id\\)\\)`)
      )
    assert.match(made, /'corridor_audit', 'batch_local', cityHash64\(topic\)/)
    assert.match(
      made,
      /corridor_release\.flow ON CLUSTER 'corridor' \([\s\S]*?ReplicatedMergeTree\('\/clickhouse\/tables\/all\//
    )
  })

  it("data changes go to the local table, column changes to both tables", () => {
    const sharded = () => true
    const of = (text: string) => clusterStatements(text, { cluster }, sharded)
    assert.deepStrictEqual(of("ALTER TABLE a.b DELETE WHERE partner_id = {p:String}"), [
      "ALTER TABLE a.b_local ON CLUSTER 'corridor' DELETE WHERE partner_id = {p:String}"
    ])
    assert.strictEqual(of("ALTER TABLE a.b ADD COLUMN IF NOT EXISTS c UInt8").length, 2)
    assert.deepStrictEqual(of("INSERT INTO a.b SELECT 1"), ["INSERT INTO a.b SELECT 1"])
    assert.deepStrictEqual(of("create table `corridor_mart`.`flows__dbt_new`\nengine = MergeTree()\norder by (a)"), [
      "create table `corridor_mart`.`flows__dbt_new`\nengine = ReplicatedMergeTree\norder by (a)"
    ])
    const swap = "exchange tables `corridor_mart`.`a` and `corridor_mart`.`b`"
    assert.deepStrictEqual(of(swap), [swap])
    assert.throws(() => of("TRUNCATE TABLE a.b"), /no form for a cluster/)
  })

  it.effect("every table is made by an engine that has a Keeper", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("cluster-keeper")
      const made = clusterDefinitions()
      // This engine runs no queue of DDL, a database that copies itself needs a server's port, and a replicated table that
      // no server serves can't be altered.
      const here = made
        .filter((text) => !text.startsWith("ALTER"))
        .map((text) => text.replace(/ ON CLUSTER '\w+'/, "").replace(/\nENGINE = Replicated\([^)]*\)$/, ""))
      const answers = inConfiguredEngine(folder, node([shard]), [
        ...here,
        "SELECT concat(database, '.', name) AS name, engine FROM system.tables WHERE database LIKE 'corridor%' ORDER BY name"
      ])
      for (const [i, answer] of answers.entries()) assert.isUndefined(answer.error, `${here[i]}: ${answer.error}`)
      const tables = (answers.at(-1)?.rows ?? []) as unknown as ReadonlyArray<{ name: string; engine: string }>
      assert.isAbove(tables.length, 15)
      for (const { name, engine } of tables) assert.match(engine, /^(Replicated\w*MergeTree|Distributed)$/, name)
    }).pipe(Effect.scoped)
  )

  it.effect("a token that is sent with a Distributed table is checked by the local one", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("cluster-token")
      const insert = (token: string) =>
        `INSERT INTO d.record SETTINGS insert_deduplication_token = '${token}', distributed_foreground_insert = 1
         SELECT 'p', number FROM numbers(1000)`
      const answers = inConfiguredEngine(folder, node([shard]), [
        "CREATE DATABASE d",
        `CREATE TABLE d.record_local (partner_id String, id UInt64) ENGINE = MergeTree ORDER BY (partner_id, id)
         SETTINGS non_replicated_deduplication_window = 100`,
        `CREATE TABLE d.record AS d.record_local ENGINE = Distributed('${cluster}', 'd', 'record_local', cityHash64(partner_id))`,
        insert("a"),
        insert("a"),
        "SELECT count() AS n FROM d.record",
        insert("b"),
        "SELECT count() AS n FROM d.record"
      ])
      for (const answer of answers) assert.isUndefined(answer.error)
      assert.deepStrictEqual([answers[5]?.rows, answers[7]?.rows] as unknown, [[{ n: 1000 }], [{ n: 2000 }]])
    }).pipe(Effect.scoped)
  )
})

layer(store, { excludeTestServices: true })("a migrated store", (it) => {
  it.effect("every statement parses: tables, roles, rights, profiles, quotas, policies, users", () =>
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* migrate()
      const tables = yield* knownTables()
      const all = [...clusterDefinitions(), ...accessStatements(tables, 3), ...userStatements(roles(3))]
      assert.isAbove(all.length, 80)
      for (const statement of all) {
        const [row] = yield* warehouse.query<{ text: string }>("SELECT formatQuery({statement:String}) AS text", {
          params: { statement }
        })
        assert.isDefined(row?.text, statement)
      }
    })
  )

  it.effect("settings of the profiles exist, and the policies' conditions fit the tables", () =>
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      for (const role of roles(3))
        for (const [setting, { value }] of Object.entries(role.settings))
          yield* warehouse.query("SELECT 1 AS one", { settings: setting === "readonly" ? {} : { [setting]: value } })
      const tables = yield* knownTables()
      for (const statement of accessStatements(tables, 3)) {
        const policy = /^CREATE ROW POLICY OR REPLACE \w+ ON (\S+) FOR SELECT USING (.*) TO /.exec(statement)
        if (policy === null) continue
        yield* warehouse.query(`SELECT count() AS n FROM ${policy[1]} WHERE ${policy[2]}`)
      }
    })
  )

  it.effect("a partner has a right on a table only with the policy that shows it its own rows", () =>
    Effect.gen(function* () {
      const said = accessStatements(yield* knownTables(), 3)
      const granted = said.filter((text) => text.startsWith("GRANT SELECT") && text.endsWith("TO corridor_partner"))
      assert.isAbove(granted.length, 5)
      for (const grant of granted) {
        const table = / ON (\S+) TO /.exec(grant)?.[1]
        const policy = said.findIndex((text) => text.startsWith(`CREATE ROW POLICY OR REPLACE own_rows ON ${table} `))
        assert.isTrue(policy >= 0 && policy < said.indexOf(grant), table)
      }
    })
  )

  it("separation: the release reader reads nothing else, the publisher reads no person", () => {
    const reach = (name: string) =>
      roles(3)
        .find((role) => role.name === name)
        ?.grants.map((grant) => grant.on) ?? []
    assert.deepStrictEqual(reach("corridor_api_reader"), ["corridor_release"])
    assert.deepStrictEqual(reach("corridor_release_engine"), [
      "corridor_mart",
      // When marts are built and how that ended: no rows of persons.
      "corridor_staging.build_turn",
      "corridor_staging.build_results",
      "corridor_vintage",
      "corridor_release"
    ])
    assert.notInclude(reach("corridor_pipeline"), "corridor_release")
    // The portal reads which records exist and whose they are, and nothing of their content.
    const portal = roles(3).find((role) => role.name === "corridor_portal")?.grants ?? []
    for (const { rights, on } of portal.filter(({ on }) => on.startsWith("corridor_raw")))
      assert.deepStrictEqual(
        rights,
        on === "corridor_raw.partner" ? ["SELECT"] : ["SELECT(partner_id, record_id, revision)"],
        on
      )
    assert.includeMembers(reach("corridor_portal"), ["corridor_audit.submission", "corridor_audit.sent_revision"])
    for (const role of roles(3))
      for (const { rights, on } of role.grants)
        if (on === "*") for (const right of rights) assert.include(["CLUSTER", "REMOTE"], right)
  })

  it.effect("a layer over a server sends each definition as the cluster's", () =>
    Effect.gen(function* () {
      const sent: Array<string> = []
      const server = {
        query: () => Effect.succeed([{ name: "corridor_raw.route_record" }]),
        command: (sql: string) =>
          Effect.sync(() => {
            sent.push(sql)
            return { written: 0 }
          })
      } as unknown as Warehouse["Service"]
      const over = overCluster(cluster, server)
      yield* over.command("ALTER TABLE corridor_raw.route_record DELETE WHERE 1")
      yield* over.command("CREATE DATABASE IF NOT EXISTS corridor_mart")
      assert.deepStrictEqual(sent, [
        "ALTER TABLE corridor_raw.route_record_local ON CLUSTER 'corridor' DELETE WHERE 1",
        "CREATE DATABASE IF NOT EXISTS corridor_mart ON CLUSTER 'corridor'\nENGINE = Replicated('/clickhouse/databases/corridor_mart', 'all', '{shard}-{replica}')"
      ])
    })
  )
})
