/** The layer of `EventLogAdmin` over Kafka. */
import { Effect, Layer, Redacted, Schedule } from "effect"
import kafkajs, { type AclEntry, type Admin, type Kafka } from "kafkajs"
import type { EventLogError, Identity, PartitionOffset } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { withCluster } from "./KafkaCluster.ts"
import { type KafkaConnection, makeKafka, type SaslMechanism } from "./KafkaConnection.ts"
import { attempt, retryTransient } from "./KafkaFailure.ts"
import { pipelineUser, portalUser } from "./KafkaProperties.ts"
import { removeScramPassword, setScramPassword } from "./ScramCredentials.ts"

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ConfigResourceTypes, ResourcePatternTypes } = kafkajs

/** Runs one operation with its own admin client. Retries it while the cluster is in a transient state. */
export const withAdmin = <A>(
  kafka: Kafka,
  operation: string,
  use: (admin: Admin) => Promise<A>
): Effect.Effect<A, EventLogError> =>
  Effect.acquireUseRelease(
    Effect.sync(() => kafka.admin()),
    (admin) => attempt(operation, () => admin.connect().then(() => use(admin))),
    (admin) => Effect.ignore(attempt("close", () => admin.disconnect()))
  ).pipe(retryTransient)

export interface Right {
  readonly username: string
  readonly resource: "topic" | "group"
  readonly name: string
  /** True if the right covers every resource whose name starts with `name`. */
  readonly prefix: boolean
  readonly operations: ReadonlyArray<"read" | "write" | "describe">
}

const operationType = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  describe: AclOperationTypes.DESCRIBE
}

const entries = (right: Right): ReadonlyArray<AclEntry> =>
  right.operations.map((operation) => ({
    principal: `User:${right.username}`,
    host: "*",
    operation: operationType[operation],
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: right.resource === "topic" ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: right.name,
    resourcePatternType: right.prefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL
  }))

/** Grants the rights. Idempotent. */
export const grant = (kafka: Kafka, rights: ReadonlyArray<Right>) =>
  withAdmin(kafka, "grant rights", (admin) => admin.createAcls({ acl: rights.flatMap(entries) }))

/** The pipeline's rights: read partners' topics, publish refusals, probe the log, commit offsets. */
export const pipelineRights: ReadonlyArray<Right> = [
  {
    username: pipelineUser,
    resource: "topic",
    name: "corridor.partner.",
    prefix: true,
    operations: ["read", "describe"]
  },
  ...["corridor.quarantine", "corridor.probe"].map(
    (name): Right => ({
      username: pipelineUser,
      resource: "topic",
      name,
      prefix: false,
      operations: ["read", "write", "describe"]
    })
  ),
  { username: pipelineUser, resource: "group", name: "corridor.", prefix: true, operations: ["read", "describe"] }
]

/**
 * The portal's rights: write for partners whose Kafka identity it does not have. It has no read rights, so it cannot disclose the content
 * of a topic. The signed-in account determines the topic.
 */
export const portalRights: ReadonlyArray<Right> = [
  {
    username: portalUser,
    resource: "topic",
    name: "corridor.partner.",
    prefix: true,
    operations: ["write", "describe"]
  }
]

/** Returns a partner's rights: write to its own topic. */
const partnerRight = (username: string, topic: string): Right => ({
  username,
  resource: "topic",
  name: topic,
  prefix: false,
  operations: ["write", "describe"]
})

/** Replication factor, if the cluster has enough brokers. */
const maxCopies = 3

const topicSettings = (copies: number) => ({
  // Keep all messages, so that a topic can be replayed after a bug is fixed.
  "retention.ms": "-1",
  // The broker decompresses what partners send, because kafkajs supports gzip only. It refuses a batch that exceeds its limit when
  // decompressed.
  "compression.type": "uncompressed",
  // Acknowledged records survive the loss of one broker, and writes succeed while one is down.
  ...(copies === maxCopies ? { "min.insync.replicas": "2" } : {})
})

interface AdminOptions {
  readonly connection: KafkaConnection
  /** An identity with the rights to create topics, credentials and ACLs. */
  readonly identity: Identity
  readonly mechanism?: SaslMechanism | undefined
}

/**
 * Waits until every broker accepts the password, knows the topic and has the ACL. Kafka confirms a change when the controller has written
 * it. Each broker applies it a moment later.
 */
const untilKnown = (
  kafka: Kafka,
  connection: KafkaConnection,
  who: Pick<AdminOptions, "identity" | "mechanism">,
  topic: string
) =>
  withAdmin(kafka, "list the brokers", (admin) => admin.describeCluster()).pipe(
    Effect.flatMap(({ brokers }) =>
      Effect.forEach(brokers, ({ host, port }) => {
        const one = makeKafka({ ...connection, brokers: [`${host}:${port}`] }, { ...who, clientId: "corridor-admin" })
        return attempt("describe the topic", () => withCluster(one, (cluster) => cluster.addTargetTopic(topic)))
      })
    ),
    Effect.retry(Schedule.max([Schedule.spaced("100 millis"), Schedule.recurs(100)]))
  )

const ensure = Effect.fnUntraced(function* (kafka: Kafka, options: AdminOptions, topic: string, partitions: number) {
  const made = yield* withAdmin(kafka, "create a topic", async (admin) => {
    const { brokers } = await admin.describeCluster()
    const copies = Math.min(maxCopies, brokers.length)
    return admin.createTopics({
      // kafkajs would fail immediately if the broker it asks does not know the topic yet.
      waitForLeaders: false,
      topics: [
        {
          topic,
          numPartitions: partitions,
          replicationFactor: copies,
          configEntries: Object.entries(topicSettings(copies)).map(([name, value]) => ({ name, value }))
        }
      ]
    })
  })
  yield* untilKnown(kafka, options.connection, options, topic)
  return made
})

/** Connects as the administrator for each operation. */
export const layer = (options: AdminOptions): Layer.Layer<EventLogAdmin> =>
  Layer.sync(EventLogAdmin, () => {
    const kafka = makeKafka(options.connection, { ...options, clientId: "corridor-admin" })
    return EventLogAdmin.of({
      ensureTopic: Effect.fn("EventLogAdmin.ensureTopic")((topic: string, partitions: number) =>
        ensure(kafka, options, topic, partitions)
      ),
      grantPartner: Effect.fn("EventLogAdmin.grantPartner")(function* (identity: Identity, topic: string) {
        yield* setScramPassword(kafka, identity.username, Redacted.value(identity.password))
        yield* grant(kafka, [partnerRight(identity.username, topic)])
        yield* untilKnown(kafka, options.connection, { identity }, topic)
      }),
      revokePartner: Effect.fn("EventLogAdmin.revokePartner")(function* (username: string, topic: string) {
        yield* withAdmin(kafka, "revoke rights", (admin) =>
          admin.deleteAcls({
            filters: entries(partnerRight(username, topic)).map((entry) => ({ ...entry }))
          })
        )
        yield* removeScramPassword(kafka, username)
      }),
      deleteRecords: Effect.fn("EventLogAdmin.deleteRecords")((offsets: ReadonlyArray<PartitionOffset>) =>
        withAdmin(kafka, "delete records", async (admin) => {
          for (const topic of new Set(offsets.map((one) => one.topic))) {
            // Deleting needs the leaders of the topic, which only this loads.
            await admin.fetchTopicOffsets(topic)
            await admin.deleteTopicRecords({
              topic,
              partitions: offsets.flatMap((one) =>
                one.topic === topic ? [{ partition: one.partition, offset: String(one.offset) }] : []
              )
            })
          }
        })
      ),
      offsetsAt: Effect.fn("EventLogAdmin.offsetsAt")(function* (topic: string, time: number) {
        const found = yield* withAdmin(kafka, "find offsets by time", (admin) =>
          admin.fetchTopicOffsetsByTimestamp(topic, time)
        )
        return found.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
      }),
      retentionOf: Effect.fn("EventLogAdmin.retentionOf")(function* (topic: string) {
        const { resources } = yield* withAdmin(kafka, "read the settings of a topic", (admin) =>
          admin.describeConfigs({
            includeSynonyms: false,
            resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ["retention.ms", "segment.ms"] }]
          })
        )
        const valueOf = (name: string) =>
          Number(resources[0]?.configEntries.find(({ configName }) => configName === name)?.configValue ?? -1)
        const records = valueOf("retention.ms")
        return { records: records < 0 ? undefined : records, segment: valueOf("segment.ms") }
      })
    })
  })
