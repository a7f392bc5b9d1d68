/** Topics and users of a replicated Kafka as Strimzi's resources, from the rights that the embedded broker gives. */
import { quarantineTopic } from "../../ingest/pipeline/QuarantineAnnouncer.ts"
import { pipelineRights, portalRights, type Right } from "../kafka/KafkaEventLogAdmin.ts"
import { adminUser, pipelineUser, portalUser } from "../kafka/KafkaProperties.ts"

const labels = { "strimzi.io/cluster": "corridor" }
const metadata = (name: string) => ({ name, namespace: "corridor", labels })

/**
 * Settings of every topic. The same stand in the brokers' defaults, for partners' topics are made by `partner add`: two of
 * three copies have a record before it is told written, no copy that lacks records becomes the leader, records are kept.
 */
export const topicSettings = {
  "cleanup.policy": "delete",
  "retention.ms": "-1",
  "min.insync.replicas": "2",
  "unclean.leader.election.enable": "false",
  "max.message.bytes": "1048588",
  "compression.type": "producer"
} as const

export const copies = 3

const capital = (word: string) => word[0]?.toUpperCase() + word.slice(1)

const acl = (right: Right) => ({
  type: "allow",
  resource: { type: right.resource, name: right.name, patternType: right.prefix ? "prefix" : "literal" },
  operations: right.operations.map(capital),
  host: "*"
})

const user = (name: string, authorization: object) => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaUser",
  metadata: metadata(name),
  // The operator makes the password and keeps it in a Secret of the user's name.
  spec: { authentication: { type: "scram-sha-512" }, ...authorization }
})

/** The admin has no list of rights: it is among the super users of `kafka.yaml`. */
export const kafkaManifests = (): ReadonlyArray<object> => [
  {
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaTopic",
    metadata: metadata(quarantineTopic),
    spec: { topicName: quarantineTopic, partitions: 1, replicas: copies, config: topicSettings }
  },
  user(adminUser, {}),
  user(pipelineUser, { authorization: { type: "simple", acls: pipelineRights.map(acl) } }),
  user(portalUser, { authorization: { type: "simple", acls: portalRights.map(acl) } })
]
