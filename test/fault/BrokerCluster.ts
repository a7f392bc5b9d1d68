/**
 * A Kafka cluster of three JVMs, each broker and controller, set up like the embedded one: SCRAM, access rights, three replicas, two of
 * which must acknowledge. Clients connect with TLS and must show a certificate. Single brokers are killed, stopped, frozen and started.
 */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Exit, Scope } from "effect"
import { makeKafka } from "../../infra/kafka/KafkaConnection.ts"
import { withAdmin } from "../../infra/kafka/KafkaEventLogAdmin.ts"
import { adminUser, type KafkaNode } from "../../infra/kafka/KafkaProperties.ts"
import { kafkaSecrets } from "../../infra/kafka/KafkaSecrets.ts"
import { clusterId, internalOf, nodeIdentity, setUpIdentities, startKafkaNode } from "../../infra/kafka/KafkaServer.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { identify } from "../../infra/process/ProcessIdentity.ts"
import { randomSecret } from "../../infra/process/storedSecrets.ts"
import type { KafkaTlsFiles } from "../../infra/settings/Settings.ts"
import { startMemoryRegistry } from "../fixtures/memoryRegistry.ts"
import { cache } from "../integration/cache.ts"
import { readJsonFile, serverPid } from "../integration/cli.ts"
import { silent } from "../integration/TestStack.ts"
import { makeAuthority } from "./authority.ts"
import { until, untilGone } from "./Process.ts"
import type { logAndRegistry } from "./StackSettings.ts"

export interface BrokerCluster {
  /** The `CORRIDOR_*` settings of Kafka and the registry. */
  readonly settings: ReturnType<typeof logAndRegistry> &
    Readonly<Record<`CORRIDOR_KAFKA_${"CA" | "CERTIFICATE" | "KEY"}`, string>>
  /** The files of a client that the brokers accept. */
  readonly tls: KafkaTlsFiles
  readonly ids: ReadonlyArray<number>
  /** The broker that leads the partition. */
  readonly leaderOf: (topic: string, partition: number) => Promise<number>
  /** Kills the broker, as a power cut does. */
  readonly kill: (id: number) => Promise<void>
  /** Ends the broker in order: it hands over its partitions. */
  readonly stop: (id: number) => Promise<void>
  /** Stops the broker's process: its connections stay open and it does not respond. `thaw` continues it. */
  readonly freeze: (id: number) => void
  readonly thaw: (id: number) => void
  /** Starts a broker that was killed or stopped, and waits until it answers. */
  readonly start: (id: number) => Promise<void>
  /** Waits until all replicas of every partition are in sync. */
  readonly untilInSync: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Below the ephemeral ports: a client could otherwise take the port of a broker that is down. */
const someLowPort = Effect.suspend(() => freePort(15_000 + Math.floor(Math.random() * 15_000)))

const makeNodes = Effect.forEach([1, 2, 3], (id) =>
  Effect.all({ clients: someLowPort, internal: someLowPort, controller: someLowPort }).pipe(
    Effect.map((ports): KafkaNode => ({ id, ports }))
  )
)

/** Starts the cluster and a registry below `folder`. */
export const startBrokerCluster = async (folder: string): Promise<BrokerCluster> => {
  const nodes = await Effect.runPromise(makeNodes)
  const nodePassword = randomSecret()
  const cluster = clusterId()
  const authority = makeAuthority(join(folder, "tls"))
  const client = authority.issue("client")
  const runFolder = join(folder, "run")
  const scopes = new Map<number, Scope.Closeable>()
  const nodeOf = (id: number) => nodes.find((node) => node.id === id) as KafkaNode
  const nameOf = (id: number) => `kafka-${id}`

  const start = async (id: number) => {
    const scope = Scope.makeUnsafe()
    scopes.set(id, scope)
    await startKafkaNode({
      folder: join(folder, nameOf(id)),
      runFolder,
      name: nameOf(id),
      cache,
      heap: "300m",
      node: nodeOf(id),
      nodes,
      nodePassword,
      tls: { keyAndCertificate: authority.issue(nameOf(id)).both, authority: authority.certificate },
      clusterId: cluster,
      restart: false
    }).pipe(Scope.provide(scope), Effect.provide(silent), Effect.runPromise)
  }
  const stop = async (id: number) => {
    const scope = scopes.get(id)
    scopes.delete(id)
    if (scope !== undefined) await Effect.runPromise(Scope.close(scope, Exit.void))
  }
  const pidOf = (id: number) => serverPid(runFolder, nameOf(id))
  const kill = async (id: number) => {
    const pid = pidOf(id)
    const who = identify(pid)
    process.kill(pid, "SIGKILL")
    await untilGone(who === undefined ? [] : [who], 10)
    await stop(id)
  }

  const registry = await startMemoryRegistry()
  const close = async () => {
    await Promise.all([...scopes.keys()].map(stop))
    await registry.close()
  }
  try {
    await Promise.all(nodes.map(({ id }) => start(id)))
    const secrets = kafkaSecrets(join(folder, "secrets", "kafka.json"))
    const inside = { brokers: nodes.flatMap((node) => internalOf(node).brokers), tls: false } as const
    await Effect.runPromise(setUpIdentities(inside, nodeIdentity(nodePassword), secrets))
    const read = (file: string) => readFileSync(file, "utf8")
    const outside = {
      brokers: nodes.map(({ ports }) => `127.0.0.1:${ports.clients}`),
      tls: { ca: read(authority.certificate), certificate: read(client.certificate), key: read(client.key) }
    }
    const kafka = makeKafka(outside, {
      identity: { username: adminUser, password: secrets.admin },
      clientId: "corridor-test"
    })
    const partitions = () =>
      Effect.runPromise(
        withAdmin(kafka, "see the partitions", async (admin) => {
          const { topics } = await admin.fetchTopicMetadata()
          return topics.flatMap(({ name, partitions: own }) => own.map((partition) => ({ topic: name, ...partition })))
        })
      )
    return {
      settings: {
        CORRIDOR_KAFKA_BROKERS: outside.brokers.join(),
        CORRIDOR_KAFKA_TLS: "true",
        CORRIDOR_KAFKA_CA: authority.certificate,
        CORRIDOR_KAFKA_CERTIFICATE: client.certificate,
        CORRIDOR_KAFKA_KEY: client.key,
        CORRIDOR_KAFKA_USERNAME: adminUser,
        CORRIDOR_KAFKA_PASSWORD: readJsonFile<{ admin: string }>(join(folder, "secrets", "kafka.json")).admin,
        CORRIDOR_REGISTRY_URL: registry.url
      },
      tls: { ca: authority.certificate, certificate: client.certificate, key: client.key },
      ids: nodes.map(({ id }) => id),
      leaderOf: async (topic, partition) => {
        const found = (await partitions()).find((own) => own.topic === topic && own.partitionId === partition)
        return found?.leader ?? -1
      },
      kill,
      stop,
      freeze: (id) => void process.kill(pidOf(id), "SIGSTOP"),
      thaw: (id) => void process.kill(pidOf(id), "SIGCONT"),
      start,
      untilInSync: () =>
        until(
          "all replicas are in sync",
          async () => {
            const all = await partitions().catch(() => [])
            return all.length > 0 && all.every(({ isr, replicas }) => isr.length === replicas.length)
          },
          60,
          300
        ),
      close
    }
  } catch (error) {
    await close()
    throw error
  }
}
