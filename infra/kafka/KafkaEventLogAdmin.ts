/** The layer of `EventLogAdmin` over Kafka. */
import { Effect, Layer, Redacted, Schedule } from "effect"
import kafkajs, { type AclEntry, type Admin, type Kafka } from "kafkajs"
import type { EventLogError, Identity } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { withCluster } from "./KafkaCluster.ts"
import { type KafkaConnection, makeKafka, type SaslMechanism } from "./KafkaConnection.ts"
import { attempt, retryTransient } from "./KafkaFailure.ts"
import { pipelineUser, portalUser } from "./KafkaProperties.ts"
import { removeScramPassword, setScramPassword } from "./ScramCredentials.ts"

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs

/** Opens an admin client for one operation, and retries it while the cluster is in a transient state. */
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
  /** True: every resource whose name starts with `name`. */
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

/** Gives the rights; giving them again changes nothing. */
export const grant = (kafka: Kafka, rights: ReadonlyArray<Right>) =>
  withAdmin(kafka, "grant rights", (admin) => admin.createAcls({ acl: rights.flatMap(entries) }))

/** What the pipeline may do: read what partners wrote, announce refusals, keep its place. */
export const pipelineRights: ReadonlyArray<Right> = [
  {
    username: pipelineUser,
    resource: "topic",
    name: "corridor.partner.",
    prefix: true,
    operations: ["read", "describe"]
  },
  {
    username: pipelineUser,
    resource: "topic",
    name: "corridor.quarantine",
    prefix: false,
    operations: ["read", "write", "describe"]
  },
  { username: pipelineUser, resource: "group", name: "corridor.", prefix: true, operations: ["read", "describe"] }
]

/**
 * What the portal may do: write for partners whose own identity it does not keep. It reads nothing, so that it can give out nothing of
 * what lies in the topics; which partner's topic it writes to follows from who is signed in.
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

/** What a partner may do: write to its own topic. */
export const partnerRight = (username: string, topic: string): Right => ({
  username,
  resource: "topic",
  name: topic,
  prefix: false,
  operations: ["write", "describe"]
})

/** Copies of each partition, where the cluster has as many brokers. */
const mostCopies = 3

const topicSettings = (copies: number) => ({
  // Topics are the record of what partners said: kept until withdrawn, and read again after a mistake is mended.
  "retention.ms": "-1",
  // The broker unpacks what a partner packed: kafkajs reads gzip only, and a batch that unpacks to more than a broker takes is
  // refused there.
  "compression.type": "uncompressed",
  // What was acknowledged outlives the loss of any one broker, and one that is away stops nobody.
  ...(copies === mostCopies ? { "min.insync.replicas": "2" } : {})
})

export interface AdminOptions {
  readonly connection: KafkaConnection
  /** An identity that may make topics, credentials and rights. */
  readonly identity: Identity
  readonly mechanism?: SaslMechanism | undefined
}

/**
 * Waits until every broker takes the password and knows the topic and the right to see it: the answer to making these comes
 * when they are written down, which is a moment before a broker knows them, and each learns of it by itself.
 */
const untilKnown = (
  kafka: Kafka,
  connection: KafkaConnection,
  who: Pick<AdminOptions, "identity" | "mechanism">,
  topic: string
) =>
  withAdmin(kafka, "see the brokers", (admin) => admin.describeCluster()).pipe(
    Effect.flatMap(({ brokers }) =>
      Effect.forEach(brokers, ({ host, port }) => {
        const one = makeKafka({ ...connection, brokers: [`${host}:${port}`] }, { ...who, clientId: "corridor-admin" })
        return attempt("see the topic", () => withCluster(one, (cluster) => cluster.addTargetTopic(topic)))
      })
    ),
    Effect.retry(Schedule.max([Schedule.spaced("100 millis"), Schedule.recurs(100)]))
  )

const ensure = Effect.fnUntraced(function* (kafka: Kafka, options: AdminOptions, topic: string, partitions: number) {
  const made = yield* withAdmin(kafka, "make a topic", async (admin) => {
    const { brokers } = await admin.describeCluster()
    const copies = Math.min(mostCopies, brokers.length)
    return admin.createTopics({
      // kafkajs gives up at once where the broker that it asks has not heard of the topic yet.
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
        yield* withAdmin(kafka, "take rights away", (admin) =>
          admin.deleteAcls({
            filters: entries(partnerRight(username, topic)).map((entry) => ({ ...entry }))
          })
        )
        yield* removeScramPassword(kafka, username)
      })
    })
  })
