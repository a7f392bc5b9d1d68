/**
 * The configuration of an embedded node that is broker and controller, on the loopback address only. The product runs one node; the fault
 * tests run a cluster of three.
 *
 * Each of the three listeners requires a password: CLIENTS (SCRAM) for clients, INTERNAL and CONTROLLER (PLAIN) for the nodes. The nodes'
 * password is generated at every start, so another local process cannot log in on these ports.
 */
export interface KafkaPorts {
  readonly clients: number
  readonly internal: number
  readonly controller: number
}

export interface KafkaNode {
  /** Node id from 1. It never changes. */
  readonly id: number
  readonly ports: KafkaPorts
}

export const adminUser = "corridor-admin"
export const pipelineUser = "corridor-pipeline"
/** The portal's user. It submits for partners whose Kafka identity the portal does not have. */
export const portalUser = "corridor-portal"
/** The nodes' user on the internal listeners. It cannot collide with a partner's user name, which begins with `partner-`. */
export const nodeUser = "corridor-node"

const plainLogin = (password: string) =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required username="${nodeUser}" password="${password}" user_${nodeUser}="${password}";`

/** Paths of PEM files for TLS with clients, which must present a certificate of the authority. The embedded broker does not use TLS. */
export interface NodeTls {
  /** The node's private key and its certificate. */
  readonly keyAndCertificate: string
  readonly authority: string
}

const tlsProperties = ({ keyAndCertificate, authority }: NodeTls) => ({
  "listener.name.clients.ssl.keystore.type": "PEM",
  "listener.name.clients.ssl.keystore.location": keyAndCertificate,
  "listener.name.clients.ssl.truststore.type": "PEM",
  "listener.name.clients.ssl.truststore.location": authority,
  "listener.name.clients.ssl.client.auth": "required"
})

interface KafkaPropertiesOptions {
  readonly folder: string
  readonly node: KafkaNode
  /** All nodes of the cluster, including this one. */
  readonly nodes: ReadonlyArray<KafkaNode>
  readonly nodePassword: string
  readonly tls?: NodeTls | undefined
}

export const kafkaProperties = (options: KafkaPropertiesOptions): string => {
  const { clients, internal, controller } = options.node.ports
  /** Replication factor of Kafka's internal topics. With three, one node may be down. */
  const copies = Math.min(3, options.nodes.length)
  const inSync = copies === 3 ? 2 : 1
  const at = (name: string, port: number) => `${name}://127.0.0.1:${port}`
  const properties = {
    "process.roles": "broker,controller",
    "node.id": options.node.id,
    "controller.quorum.voters": options.nodes.map(({ id, ports }) => `${id}@127.0.0.1:${ports.controller}`).join(","),
    listeners: [at("CLIENTS", clients), at("INTERNAL", internal), at("CONTROLLER", controller)].join(","),
    "advertised.listeners": [at("CLIENTS", clients), at("INTERNAL", internal)].join(","),
    "listener.security.protocol.map": `CLIENTS:${options.tls === undefined ? "SASL_PLAINTEXT" : "SASL_SSL"},INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT`,
    ...(options.tls === undefined ? {} : tlsProperties(options.tls)),
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "INTERNAL",
    "sasl.mechanism.inter.broker.protocol": "PLAIN",
    "sasl.mechanism.controller.protocol": "PLAIN",
    "listener.name.clients.sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "listener.name.clients.scram-sha-512.sasl.jaas.config":
      "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    "listener.name.internal.sasl.enabled.mechanisms": "PLAIN",
    "listener.name.internal.plain.sasl.jaas.config": plainLogin(options.nodePassword),
    "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
    "listener.name.controller.plain.sasl.jaas.config": plainLogin(options.nodePassword),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found": false,
    "super.users": `User:${nodeUser};User:${adminUser}`,
    "log.dirs": options.folder,
    "auto.create.topics.enable": false,
    "num.partitions": 4,
    // Keep all messages, so that a topic can be replayed after a bug is fixed.
    "log.retention.ms": -1,
    "log.index.size.max.bytes": 1_048_576,
    // Acknowledged records are on this many nodes, and only a node that has them can become leader.
    "min.insync.replicas": inSync,
    "unclean.leader.election.enable": false,
    "offsets.topic.replication.factor": copies,
    "offsets.topic.num.partitions": 4,
    "offsets.retention.minutes": 2_147_483_647,
    "transaction.state.log.replication.factor": copies,
    "transaction.state.log.min.isr": inSync,
    "transaction.state.log.num.partitions": 2,
    "share.coordinator.state.topic.replication.factor": copies,
    "share.coordinator.state.topic.min.isr": inSync,
    "group.initial.rebalance.delay.ms": 0,
    // A killed node can rejoin only when its old session has expired.
    "broker.session.timeout.ms": 4_000,
    "broker.heartbeat.interval.ms": 500,
    // The controller notes that it is alive every half second by default, which is two fifths of what an idle node needs.
    "metadata.max.idle.interval.ms": 5_000,
    "num.network.threads": 2,
    "num.io.threads": 4,
    "log.cleaner.threads": 1,
    "log.cleaner.dedupe.buffer.size": 4_194_304,
    "metadata.log.segment.bytes": 67_108_864
  }
  return `${Object.entries(properties)
    .map(([key, value]) => `${key}=${value}`)
    .join("\n")}\n`
}
