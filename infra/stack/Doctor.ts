/** Checks each component of a stack. Returns what is wrong and what to do. */
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, statfsSync } from "node:fs"
import { join } from "node:path"
import { type Config, Effect, type FileSystem, type Path, Redacted, Schema } from "effect"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import { topicPrefix } from "../../ingest/partners/PartnerTopic.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { unloggedWithdrawals } from "../../ingest/pipeline/ReapplyWithdrawals.ts"
import { counted } from "../../ports/counted.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { kafkaFolder } from "../kafka/KafkaArtifacts.ts"
import { recordedServers } from "../process/ChildServer.ts"
import { childEnvironment } from "../process/childEnvironment.ts"
import { isOpenToOthers } from "../process/OwnerOnlyFile.ts"
import { apicurioFolder } from "../registry/ApicurioArtifacts.ts"
import { type Settings, settings } from "../settings/Settings.ts"
import { damagedTables, damageOf } from "../warehouse/damagedParts.ts"
import { lockHolder } from "./DataLock.ts"
import { runningEndpoints } from "./Endpoints.ts"
import { expiringCertificates } from "./expiringCertificates.ts"
import { keysLayer, stackKeysFolder } from "./Keys.ts"
import { examinePartitions, missingTopics, probeLog } from "./LogProbe.ts"
import * as Parts from "./Parts.ts"

export interface Finding {
  readonly part: string
  readonly ok: boolean
  readonly found: string
  /** What to do; "" if there is nothing to do. A finding that is `ok` may have some: nothing is wrong, but it can be better. */
  readonly advice: string
}

const passed = (part: string, found: string): Finding => ({ part, ok: true, found, advice: "" })
const problem = (part: string, found: string, advice: string): Finding => ({ part, ok: false, found, advice })

const node = (): Finding => passed("node", `Node ${process.versions.node}`)

const java = (): Finding => {
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8", env: childEnvironment() })
  const version = Number(/version "(\d+)/.exec(stderr ?? "")?.[1] ?? 0)
  if (version >= 17) return passed("java", `Java ${version}`)
  const found = version === 0 ? "Java was not found" : `Java ${version} is too old`
  return problem("java", found, "Install Java 17 or later, for example with 'apt install openjdk-17-jre-headless'.")
}

const maven = (cache: string): Finding => {
  if (existsSync(join(cache, kafkaFolder)) && existsSync(join(cache, apicurioFolder)))
    return passed("maven", "not needed: Kafka and the registry are cached")
  if (spawnSync("mvn", ["-v"], { env: childEnvironment() }).status === 0) return passed("maven", "Maven is installed")
  return problem("maven", "Maven was not found", "Install Maven, for example with 'apt install maven'.")
}

const start = "Start the stack with 'npm start'."

/** A component responds, and something in it is wrong. */
class Wrong extends Schema.TaggedError<Wrong>()("Wrong", { found: Schema.String, advice: Schema.String }) {}

/** What a component's own error says: an expired certificate or a refused password does not look like a server that is down. */
const reasonOf = (error: unknown): string | undefined => {
  if (typeof error === "string") return error
  const { _tag, message } = (error ?? {}) as { readonly _tag?: string; readonly message?: string }
  return _tag === undefined || _tag === "TimeoutError" || message === "" ? undefined : message
}

const checkComponent = <A>(
  part: string,
  server: Parts.Server<A> | undefined,
  restarts: boolean,
  check: Effect.Effect<string, unknown, A>
) => {
  if (server === undefined) return Effect.succeed(problem(part, "not running", start))
  return check.pipe(
    Effect.provide(server.layer),
    Effect.timeout("8 seconds"),
    Effect.match({
      onSuccess: (found) => passed(part, `${found} at ${server.where}`),
      onFailure: (error) => {
        if (error instanceof Wrong) return problem(part, `${error.found} at ${server.where}`, error.advice)
        const reason = reasonOf(error)
        return problem(
          part,
          reason === undefined ? `does not respond at ${server.where}` : `${reason} (${server.where})`,
          restarts
            ? "The running stack restarts it automatically. If the problem persists, stop the stack with 'npm run -s corridor -- down', read the logs in run/ of the data folder, and start it again."
            : "Check that server, and the CORRIDOR_ settings that name it."
        )
      }
    })
  )
}

const stateServer = (data: string, found: Settings): Parts.Server<StateStore> | undefined => {
  const { state } = found
  const folder = join(data, "state")
  if (state === undefined && !existsSync(folder)) return undefined
  return { where: state === undefined ? folder : new URL(Redacted.value(state)).host, layer: Parts.state(data, found) }
}

const checkKafka = Effect.gen(function* () {
  const log = yield* EventLog
  yield* log.ping
  yield* probeLog()
  const topics = yield* log.topics(topicPrefix)
  return `responds, keeps what is written, ${counted(topics.length, "partner topic")},`
})

/** Compares committed offsets with the log, and reads where records wait. Says nothing if Kafka does not respond: then that is found. */
const checkPartitions = (server: Parts.Server<Parts.Log> | undefined, withoutKey: ReadonlySet<string>) =>
  server === undefined
    ? Effect.succeed([])
    : examinePartitions(defaultPipelineOptions.groupId, withoutKey).pipe(
        Effect.provide(server.layer),
        Effect.timeout("30 seconds"),
        Effect.map(({ partitions, problems, waiting }) => [
          problems.length === 0
            ? passed(
                "partitions",
                `${counted(partitions, "partition")} of partners' topics, ${counted(waiting, "record")} waiting to be loaded`
              )
            : problem(
                "partitions",
                problems.join("; "),
                "The other partitions are loaded. See CorridorPartitionDamaged in docs/reference/alerts.md."
              )
        ]),
        Effect.catch(() => Effect.succeed([]))
      )

/** Looks for enabled partners whose topic is gone. Says nothing if Kafka or ClickHouse does not respond: then that is found. */
const checkTopics = (
  log: Parts.Server<Parts.Log> | undefined,
  warehouse: Parts.Server<Warehouse> | undefined
): Effect.Effect<ReadonlyArray<Finding>> =>
  log === undefined || warehouse === undefined
    ? Effect.succeed([])
    : missingTopics().pipe(
        Effect.provide([log.layer, warehouse.layer]),
        Effect.timeout("30 seconds"),
        Effect.map((missing) =>
          missing.length === 0
            ? []
            : [
                problem(
                  "topics",
                  `missing: ${missing.join(", ")}`,
                  `These partners cannot send, and what was not loaded of their topics is lost; what was loaded stays. Create each topic as the others are (${Partners.partitions} partitions, on a cluster with their replicas), and ask the partner to send again what its receipts do not list as loaded: a record that is loaded already is recognised.`
                )
              ]
        ),
        Effect.catch(() => Effect.succeed([]))
      )

/** Why the keys of a partner cannot be used. */
interface UnusableKeys {
  readonly partner: string
  readonly isEnabled: boolean
  readonly message: string
}

/** Looks for partners whose pseudonymisation keys the pipeline cannot use. Finds none if ClickHouse does not respond: then that is found. */
const findUnusableKeys = (data: string, server: Parts.Server<Warehouse> | undefined) =>
  server === undefined
    ? Effect.succeed([])
    : Effect.gen(function* () {
        const store = yield* KeyStore
        const found = yield* Effect.forEach(yield* Partners.list(), ({ id, status }) =>
          Effect.match(store.keysOf(id), {
            onSuccess: (): ReadonlyArray<UnusableKeys> => [],
            onFailure: ({ message }) => [{ partner: id, isEnabled: status === "enabled", message }]
          })
        )
        return found.flat()
      }).pipe(
        Effect.provide([server.layer, keysLayer(data)]),
        Effect.timeout("30 seconds"),
        Effect.catch(() => Effect.succeed([]))
      )

/** Compares the withdrawal log with the store. Says nothing where the store does not respond or a key is missing: then that is found. */
const withdrawalLog = (data: string, server: Parts.Server<Warehouse> | undefined) =>
  server === undefined
    ? Effect.succeed([])
    : Effect.gen(function* () {
        const { damaged } = yield* (yield* WithdrawalLog).all
        const unlogged = yield* unloggedWithdrawals()
        const found = [
          ...(unlogged > 0 ? [`lacks ${unlogged} of the pseudonyms that the store refuses`] : []),
          ...(damaged > 0 ? [`has ${damaged} lines that cannot be read`] : [])
        ]
        return found.length === 0
          ? []
          : [
              problem(
                "withdrawal log",
                found.join(" and "),
                "Put back the newest copy of withdrawals.jsonl in the key folder. Without one, back up now and delete older backups: a restore of one would bring persons back."
              )
            ]
      }).pipe(
        Effect.provide([server.layer, keysLayer(data)]),
        Effect.timeout("30 seconds"),
        Effect.catch(() => Effect.succeed([]))
      )

/** A disabled partner needs no key: it sends nothing. */
const partnerKeys = (unusable: ReadonlyArray<UnusableKeys>): ReadonlyArray<Finding> =>
  unusable
    .filter(({ isEnabled }) => isEnabled)
    .map(({ message }) =>
      problem(
        "partner keys",
        message,
        "The partner's records wait; those of other partners are loaded. See CorridorKeysMissing in docs/reference/alerts.md."
      )
    )

const checkRegistry = Effect.gen(function* () {
  const registry = yield* SchemaRegistry
  yield* registry.ping
  for (const { subject, versions } of recordSchemas)
    for (const { text } of versions)
      if (!(yield* registry.isCompatible(subject, text)))
        return yield* new Wrong({
          found: `has another schema under ${subject} that is not compatible with this version's`,
          advice: `Find out who registered it: no partner's record can be read or sent with it. Delete that version of ${subject} in the registry, or use a registry of Corridor's own.`
        })
  return `responds, ${recordSchemas.length} schemas are compatible with the registered ones,`
})

const checkWarehouse = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  yield* warehouse.ping
  const [row] = yield* warehouse.query<{ readonly n: number }>(
    "SELECT count() AS n FROM corridor_audit.migration FINAL"
  )
  return `responds, ${row?.n ?? 0} migrations applied,`
})

/** Looks for rows that ClickHouse set aside as damaged. Says nothing if ClickHouse does not respond: then that is found. */
const checkParts = (server: Parts.Server<Warehouse> | undefined): Effect.Effect<ReadonlyArray<Finding>> =>
  server === undefined
    ? Effect.succeed([])
    : damagedTables().pipe(
        Effect.provide(server.layer),
        Effect.timeout("8 seconds"),
        Effect.map((tables) => {
          const damage = damageOf(tables)
          return damage === undefined
            ? []
            : [problem("warehouse", damage, "See CorridorStoreDamaged in docs/reference/alerts.md.")]
        }),
        Effect.catch(() => Effect.succeed([]))
      )

const checkState = Effect.gen(function* () {
  const state = yield* StateStore
  const [found] = yield* state.query<{ readonly accounts: number; readonly entries: number }>(
    "SELECT (SELECT COUNT(*) FROM account) AS accounts, (SELECT COUNT(*) FROM chain_entry WHERE chain = 'ledger') AS entries"
  )
  return `responds, ${counted(found?.accounts ?? 0, "account")} and ${counted(found?.entries ?? 0, "entry", "entries")} in the ledger,`
})

/** Returns `folder` and everything in it that users other than the owner can read or write. */
const openFiles = (folder: string): ReadonlyArray<string> =>
  existsSync(folder)
    ? [folder, ...readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))].filter(
        isOpenToOthers
      )
    : []

const keys = (folders: ReadonlyArray<string>): Finding => {
  const open = folders.flatMap(openFiles)
  if (open.length === 0) return passed("keys", "only the owner can read keys and secrets")
  return problem(
    "keys",
    `other users can read ${open.length} of the keys and secrets, including ${open[0]}`,
    `Run: chmod -R go= ${folders.join(" ")}`
  )
}

/** Free bytes below which a batch may no longer fit. */
const leastRoom = 1_000_000_000

const disk = (data: string): Finding => {
  const folder = existsSync(data) ? data : "."
  const { bavail, bsize } = statfsSync(folder)
  const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`
  return bavail * bsize >= leastRoom
    ? passed("disk", free)
    : problem("disk", `only ${free}`, "Free disk space, or use a data folder on another disk with --data.")
}

const leftovers = (data: string): Finding => {
  const left = lockHolder(data) === undefined ? recordedServers(join(data, "run")) : []
  return left.length === 0
    ? passed("processes", "no servers of an earlier start")
    : problem(
        "processes",
        `left running by an earlier start: ${left.map(({ name }) => name).join(", ")}`,
        "Run 'npm run -s corridor -- down', or start the stack again, which stops them."
      )
}

/** Returns one finding per component. Nothing is wrong if every finding is `ok`. */
export const examine = Effect.fn("Doctor.examine")(function* (
  data: string
): Effect.fn.Return<ReadonlyArray<Finding>, Config.ConfigError, FileSystem.FileSystem | Path.Path> {
  const found = yield* settings
  const running = runningEndpoints(data)
  const log = Parts.logServer(data, found, running)
  const warehouse = Parts.warehouseServer(data, found, running)
  const secrets = [yield* stackKeysFolder(data), join(data, "secrets"), join(data, "state")]
  const embedsJava = found.kafka === undefined || found.registry === undefined
  const servers = yield* Effect.all(
    [
      checkComponent("kafka", log, found.kafka === undefined, checkKafka),
      checkComponent("registry", Parts.registryServer(found, running), found.registry === undefined, checkRegistry),
      checkComponent("warehouse", warehouse, found.clickhouse === undefined, checkWarehouse),
      checkComponent("state", stateServer(data, found), false, checkState)
    ],
    { concurrency: "unbounded" }
  )
  const damaged = yield* checkParts(warehouse)
  const unusable = yield* findUnusableKeys(data, warehouse)
  const withdrawals = yield* withdrawalLog(data, warehouse)
  const withoutKey = new Set(unusable.map(({ partner }) => partner))
  const expiring = yield* expiringCertificates(found)
  const topics = servers[0].ok && servers[2].ok ? yield* checkTopics(log, warehouse) : []
  const partitions = servers[0].ok ? yield* checkPartitions(log, withoutKey) : []
  return [
    node(),
    ...(embedsJava ? [java(), maven(found.cache)] : []),
    ...servers,
    ...damaged,
    ...topics,
    ...partitions,
    ...expiring.map((words) =>
      problem("certificates", words, "Renew it now: when it has expired, nothing connects with it any more.")
    ),
    ...partnerKeys(unusable),
    ...withdrawals,
    keys(secrets),
    disk(data),
    leftovers(data)
  ]
})
