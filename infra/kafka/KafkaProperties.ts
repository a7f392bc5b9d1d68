/**
 * The embedded broker's configuration: one node that is broker and controller, on the loopback address only.
 *
 * Three listeners, each with a password: CLIENTS (SCRAM) for everybody; INTERNAL and CONTROLLER (PLAIN) for the node
 * itself, whose password is new at every start, so a local process that finds the ports is nobody.
 */
export interface KafkaPorts {
  readonly clients: number
  readonly internal: number
  readonly controller: number
}

export const adminUser = "corridor-admin"
export const pipelineUser = "corridor-pipeline"
/** The node's own name on its internal listeners. No partner's user name can be this: they begin with `partner-`. */
export const nodeUser = "corridor-node"

const plainLogin = (password: string) =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required username="${nodeUser}" password="${password}" user_${nodeUser}="${password}";`

export const kafkaProperties = (options: {
  readonly folder: string
  readonly ports: KafkaPorts
  readonly nodePassword: string
}): string => {
  const { clients, internal, controller } = options.ports
  const at = (name: string, port: number) => `${name}://127.0.0.1:${port}`
  const properties = {
    "process.roles": "broker,controller",
    "node.id": 1,
    "controller.quorum.voters": `1@127.0.0.1:${controller}`,
    listeners: [at("CLIENTS", clients), at("INTERNAL", internal), at("CONTROLLER", controller)].join(","),
    "advertised.listeners": [at("CLIENTS", clients), at("INTERNAL", internal)].join(","),
    "listener.security.protocol.map": "CLIENTS:SASL_PLAINTEXT,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
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
    // What partners sent is kept: it can be read again after a mistake is mended.
    "log.retention.ms": -1,
    "log.index.size.max.bytes": 1_048_576,
    "offsets.topic.replication.factor": 1,
    "offsets.topic.num.partitions": 4,
    "offsets.retention.minutes": 2_147_483_647,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "transaction.state.log.num.partitions": 2,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    // A node that was killed is let in again when its old session has run out.
    "broker.session.timeout.ms": 4_000,
    "broker.heartbeat.interval.ms": 500,
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
