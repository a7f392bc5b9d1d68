/**
 * ClickHouse's own Kafka engine doing the pipeline's job in SQL: AvroConfluent, a materialised view that separates right from
 * wrong once, and two more that fill the two tables. What was tried to make it fast is in the README.
 *
 * It has it easier than the product: no deduplication of records, no withdrawals, and a batch that is cut off between insert
 * and commit is inserted twice.
 */
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect } from "effect"
import { migrate } from "../../../infra/migrations/Migrate.ts"
import { openChdb } from "../../../infra/warehouse/ChdbEngine.ts"
import * as EmbeddedWarehouse from "../../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { committedOf, type Job, kafkaOf, readJob, writeAnswer } from "../Job.ts"
import { plainTables } from "../PlainTables.ts"
import { allProblems, avroColumns, fieldNames, isAccepted, named, personOf, storedColumns } from "../RouteRulesSql.ts"

const defaults = {
  consumers: 2,
  block: 262_144,
  flush: 2_000,
  threads: 1,
  /** 1: into tables that replace nothing, 0: into the product's own. */
  plain: 1
}

const job = await readJob()
const tuning = { ...defaults, ...job.tuning }

const text = (value: string) => `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

const place = "_key, _topic, _partition, _offset, _timestamp_ms"
const placeColumns =
  "_key String, _topic LowCardinality(String), _partition UInt64, _offset UInt64, _timestamp_ms Nullable(DateTime64(3))"

const source = (job: Job, { consumers, block, flush, threads }: typeof tuning) => `
  CREATE TABLE bench.message (${avroColumns}) ENGINE = Kafka SETTINGS
    kafka_broker_list = ${text(job.plain.brokers.join(","))},
    kafka_topic_list = ${text(job.topic)},
    kafka_group_name = ${text(job.group)},
    kafka_format = 'AvroConfluent',
    format_avro_schema_registry_url = ${text(job.registry)},
    kafka_security_protocol = 'sasl_plaintext',
    kafka_sasl_mechanism = 'PLAIN',
    kafka_sasl_username = ${text(job.plain.username)},
    kafka_sasl_password = ${text(job.plain.password)},
    kafka_num_consumers = ${consumers},
    kafka_thread_per_consumer = ${threads},
    kafka_max_block_size = ${block},
    kafka_poll_max_batch_size = 65536,
    kafka_flush_interval_ms = ${flush}`

/** The tables that the messages run through, last ones first: the source is made when everybody waits. */
const views = (job: Job): ReadonlyArray<string> => {
  const columns = Object.entries(storedColumns)
  return [
    `CREATE TABLE bench.checked (${avroColumns}, ${placeColumns}, accepted Bool) ENGINE = Null`,
    `CREATE MATERIALIZED VIEW bench.accepting TO corridor_raw.route_record AS
     SELECT ${text(job.partner)} AS partner_id, ${personOf(Buffer.from(job.key, "base64"))} AS person, 1 AS key_version,
            ${columns.map(([name, sql]) => `${sql} AS \`${name}\``).join(", ")},
            _partition AS kafka_partition, _offset AS kafka_offset
     FROM bench.checked WHERE accepted`,
    `CREATE MATERIALIZED VIEW bench.refusing TO corridor_audit.quarantine AS
     WITH ${named}, ${allProblems} AS problems
     SELECT _topic AS topic, _partition AS partition, _offset AS offset, _timestamp_ms AS sent_at,
            ${text(job.partner)} AS partner_id, 'route' AS kind, problem.1 AS code, problem.2 AS path
     FROM bench.checked ARRAY JOIN problems AS problem WHERE NOT accepted`
  ]
}

const check = `
  CREATE MATERIALIZED VIEW bench.checking TO bench.checked AS
  WITH ${named} SELECT ${fieldNames.join(", ")}, ${place}, ${isAccepted} AS accepted FROM bench.message`

const program = Effect.gen(function* () {
  const engine = yield* openChdb(join(job.data, "clickhouse"))
  const warehouse = EmbeddedWarehouse.make(engine)
  const run = (sql: string) => warehouse.command(sql, { settings: { max_query_size: 4_194_304 } })
  yield* Effect.provideService(migrate(), Warehouse, warehouse)
  if (tuning.plain === 1) yield* Effect.provideService(plainTables(), Warehouse, warehouse)
  yield* run("CREATE DATABASE bench")
  for (const sql of views(job)) yield* run(sql)
  const admin = kafkaOf(job).admin()
  yield* Effect.promise(() => admin.connect())
  const began = performance.now()
  yield* run(source(job, tuning))
  yield* run(check)
  yield* Effect.promise(async () => {
    while ((await committedOf(admin, job.group, job.topic)) < job.records) await sleep(100)
  })
  writeAnswer({ seconds: (performance.now() - began) / 1000 })
  yield* Effect.promise(() => admin.disconnect())
  yield* run("DROP TABLE bench.checking SYNC")
  yield* run("DROP TABLE bench.message SYNC")
})

await Effect.runPromise(Effect.scoped(program))
process.exit(0)
