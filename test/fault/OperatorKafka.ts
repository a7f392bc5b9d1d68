/** A Kafka client of whoever runs the cluster: what their tools do to topics and groups is done with it. */
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
