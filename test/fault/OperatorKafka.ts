/** A Kafka client with an operator's rights, for what operators' tools do to topics and groups. */
import { Redacted } from "effect"
import { makeKafka } from "../../infra/kafka/KafkaConnection.ts"
import type { logAndRegistry } from "./StackSettings.ts"

export const operatorKafka = (settings: ReturnType<typeof logAndRegistry>) =>
  makeKafka(
    { brokers: settings.CORRIDOR_KAFKA_BROKERS.split(","), tls: false },
    {
      identity: {
        username: settings.CORRIDOR_KAFKA_USERNAME,
        password: Redacted.make(settings.CORRIDOR_KAFKA_PASSWORD)
      },
      clientId: "corridor-test"
    }
  )
