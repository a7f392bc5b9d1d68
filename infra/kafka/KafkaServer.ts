/** The embedded Kafka: one node, running as a child process while a scope is open. */
import { execFile } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Effect, Redacted, Schedule } from "effect"
import type { Kafka } from "kafkajs"
import type { Identity } from "../../ports/EventLog.ts"
import { type EmbeddedServerOptions, startChildServer } from "../process/ChildServer.ts"
import { classArchiveFlags } from "../process/ClassArchive.ts"
import { childEnvironment, javaEnvironment } from "../process/childEnvironment.ts"
import { onFreePorts } from "../process/FreePort.ts"
import { explainJava } from "../process/javaProblem.ts"
import { makeOwnerOnlyFolder, writeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"
import { randomSecret } from "../process/storedSecrets.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { kafkaClassPath } from "./KafkaArtifacts.ts"
import { type KafkaConnection, makeKafka } from "./KafkaConnection.ts"
import { grant, pipelineRights, withAdmin } from "./KafkaEventLogAdmin.ts"
import {
  adminUser,
  type KafkaNode,
  type KafkaPorts,
  kafkaProperties,
  type NodeTls,
  nodeUser,
  pipelineUser
} from "./KafkaProperties.ts"
import { type KafkaSecrets, kafkaSecrets } from "./KafkaSecrets.ts"
import { setScramPassword } from "./ScramCredentials.ts"

export interface KafkaServer {
  readonly connection: KafkaConnection
  readonly ports: KafkaPorts
  readonly admin: Identity
  readonly pipeline: Identity
}

const memory = (heap: string) => ["-Xms128m", `-Xmx${heap}`, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"]
const logging = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.showDateTime=true"]

const javaFlags = (classPath: string) => [...classArchiveFlags(classPath), ...logging, "-cp", classPath]

/** Returns a random cluster id: 128 bits in base64url. Not with a leading hyphen, which Kafka's tool would read as an option. */
export const clusterId = (): string => {
  const id = randomBytes(16).toString("base64url")
  return id.startsWith("-") ? clusterId() : id
}

/**
 * Names in the broker's folder, in which it runs: in its properties a whole path would be read as Latin-1, and as two where it has a comma.
 */
const [propertiesFile, storage] = ["server.properties", "storage"]

/** Formats the storage folder with its cluster id, unless it is formatted already. */
const format = Effect.fn("KafkaServer.format")(function* (classPath: string, folder: string, cluster: string) {
  if (existsSync(join(folder, storage, "meta.properties"))) return
  const args = [...javaFlags(classPath), "kafka.tools.StorageTool", "format", "-t", cluster, "-c", propertiesFile]
  yield* Effect.callback<void, Unavailable>((resume) => {
    execFile("java", args, { cwd: folder, env: childEnvironment(javaEnvironment) }, (error, _out, words) => {
      const lines = words.split("\n").filter((line) => line.trim() !== "")
      const reason = lines.find((line) => line.includes("Exception")) ?? lines.at(-1) ?? "it gave no reason"
      if (error === null) return resume(Effect.void)
      resume(
        Effect.fail(new Unavailable({ part: "kafka", message: `Kafka's storage could not be formatted: ${reason}` }))
      )
    })
  })
})

/** Creates the admin and pipeline identities, and grants the pipeline's rights. */
export const setUpIdentities = Effect.fn("KafkaServer.setUpIdentities")(function* (
  internal: KafkaConnection,
  node: Identity,
  secrets: KafkaSecrets
) {
  const kafka = makeKafka(internal, { identity: node, mechanism: "plain", clientId: "corridor-setup" })
  yield* setScramPassword(kafka, adminUser, Redacted.value(secrets.admin))
  yield* setScramPassword(kafka, pipelineUser, Redacted.value(secrets.pipeline))
  yield* grant(kafka, pipelineRights)
})

const answers = (kafka: Kafka) => withAdmin(kafka, "answer", (admin) => admin.describeCluster())

interface KafkaNodeOptions {
  /** Folder of the node's files. */
  readonly folder: string
  /** Folder of its process id and output. */
  readonly runFolder: string
  /** Base name of the files in `runFolder`. */
  readonly name: string
  readonly cache: string
  /** Maximum heap in JVM notation, such as 512m. */
  readonly heap: string
  readonly node: KafkaNode
  /** All nodes of the cluster, including this one. */
  readonly nodes: ReadonlyArray<KafkaNode>
  readonly nodePassword: string
  readonly tls?: NodeTls | undefined
  /** Used if the folder has no cluster id yet. */
  readonly clusterId: string
  readonly restart: boolean
}

/** Returns how programs on this machine reach a node: by its internal listener, without TLS. */
export const internalOf = ({ ports }: KafkaNode): KafkaConnection => ({
  brokers: [`127.0.0.1:${ports.internal}`],
  tls: false
})

/** Returns the identity with which the node signs in at its own listeners. */
export const nodeIdentity = (nodePassword: string): Identity => ({
  username: nodeUser,
  password: Redacted.make(nodePassword)
})

/** Starts one node and returns when it responds. It responds only when a majority of the nodes run. */
export const startKafkaNode = Effect.fn("KafkaServer.startNode")(function* (options: KafkaNodeOptions) {
  const { folder, node, nodes, nodePassword, tls } = options
  const classPath = yield* kafkaClassPath(options.cache)
  makeOwnerOnlyFolder(folder)
  writeOwnerOnlyFile(join(folder, propertiesFile), kafkaProperties({ folder: storage, node, nodes, nodePassword, tls }))
  yield* format(classPath, folder, options.clusterId)
  const probe = makeKafka(internalOf(node), {
    identity: nodeIdentity(nodePassword),
    mechanism: "plain",
    clientId: "corridor-setup",
    retry: { retries: 0 }
  })
  yield* startChildServer({
    name: options.name,
    runFolder: options.runFolder,
    command: "java",
    args: [...memory(options.heap), ...javaFlags(classPath), "kafka.Kafka", propertiesFile],
    env: javaEnvironment,
    folder,
    ready: answers(probe),
    restart: options.restart
  })
}, explainJava)

/** Starts the broker on its data in `options.data` and returns when its identities can log in. */
export const startKafka = Effect.fn("KafkaServer.start")(function* (options: EmbeddedServerOptions) {
  const secrets = kafkaSecrets(join(options.data, "secrets", "kafka.json"))
  const admin: Identity = { username: adminUser, password: secrets.admin }
  const pipeline: Identity = { username: pipelineUser, password: secrets.pipeline }
  const nodePassword = randomSecret()
  return yield* onFreePorts(
    { clients: options.preferredPort, internal: 0, controller: 0 },
    Effect.fnUntraced(function* (ports) {
      const node: KafkaNode = { id: 1, ports }
      const connection: KafkaConnection = { brokers: [`127.0.0.1:${ports.clients}`], tls: false }
      yield* startKafkaNode({
        folder: join(options.data, "kafka"),
        runFolder: join(options.data, "run"),
        name: "kafka",
        cache: options.cache,
        heap: "512m",
        node,
        nodes: [node],
        nodePassword,
        clusterId: clusterId(),
        restart: options.restart
      })
      // A node opens its listeners one after the other. Only a login proves that the CLIENTS port belongs to this node.
      yield* setUpIdentities(internalOf(node), nodeIdentity(nodePassword), secrets).pipe(
        Effect.andThen(
          // A broker on restored files knows the old passwords until it has applied the new ones.
          answers(makeKafka(connection, { identity: pipeline, clientId: "corridor-setup" })).pipe(
            Effect.retry(Schedule.max([Schedule.spaced("200 millis"), Schedule.recurs(75)]))
          )
        ),
        Effect.mapError((error) => new Unavailable({ part: "kafka", message: error.message }))
      )
      const server: KafkaServer = { connection, ports, admin, pipeline }
      return server
    })
  )
})
