/** Topics and users of a replicated Kafka as Strimzi resources, with the same rights as in the embedded broker. */

import { probeTopic } from "../../ingest/partners/PartnerTopic.ts"
import { quarantineTopic } from "../../ingest/pipeline/QuarantineAnnouncer.ts"
import { pipelineRights, portalRights, type Right } from "../kafka/KafkaEventLogAdmin.ts"
import { adminUser, pipelineUser, portalUser } from "../kafka/KafkaProperties.ts"

const labels = { "strimzi.io/cluster": "corridor" }
const metadata = (name: string) => ({ name, namespace: "corridor", labels })

/**
 * Settings of every topic. The brokers' defaults are the same, because `partner add` creates partners' topics. Two of three replicas have a
 * record before it is acknowledged, a replica that lacks records never becomes the leader, and records are kept forever.
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
  // The operator generates the password and stores it in a Secret with the user's name.
  spec: { authentication: { type: "scram-sha-512" }, ...authorization }
})

/** Returns the resources. The admin has no list of rights, because `kafka.yaml` makes it a super user. */
export const kafkaManifests = (): ReadonlyArray<object> => [
  ...[quarantineTopic, probeTopic].map((topicName) => ({
    apiVersion: "kafka.strimzi.io/v1",
    kind: "KafkaTopic",
    metadata: metadata(topicName),
    spec: { topicName, partitions: 1, replicas: copies, config: topicSettings }
  })),
  user(adminUser, {}),
  user(pipelineUser, { authorization: { type: "simple", acls: pipelineRights.map(acl) } }),
  user(portalUser, { authorization: { type: "simple", acls: portalRights.map(acl) } })
]
