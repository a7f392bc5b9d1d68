/** How to reach a Kafka cluster, and kafkajs clients made from that. */
import { Redacted } from "effect"
import kafkajs, { type Kafka, type KafkaConfig, type logCreator } from "kafkajs"
import type { Identity } from "../../ports/EventLog.ts"
import "./KafkaJsRepairs.ts"

export interface KafkaConnection {
  /** `host:port` of some brokers. */
  readonly brokers: ReadonlyArray<string>
  /** TLS with the system's authorities, or with the given one (PEM). */
  readonly tls: false | { readonly ca?: string | undefined }
}

export type SaslMechanism = "scram-sha-512" | "plain"

/** Notes the state of the connection; told of kafkajs's own log entries, never of their details. */
export type Notice = (level: "error" | "warn", namespace: string) => void

const levels = kafkajs.logLevel

/** kafkajs would write to the console, stack traces and all; its entries end here. */
const quiet =
  (notice: Notice): logCreator =>
  () =>
  ({ level, namespace }) => {
    if (level === levels.ERROR) notice("error", namespace)
    else if (level === levels.WARN) notice("warn", namespace)
  }

export interface ClientOptions {
  readonly identity: Identity
  readonly mechanism?: SaslMechanism | undefined
  readonly clientId: string
  readonly notice?: Notice | undefined
  readonly retry?: KafkaConfig["retry"] | undefined
}

export const makeKafka = (connection: KafkaConnection, options: ClientOptions): Kafka => {
  const password = Redacted.value(options.identity.password)
  const sasl =
    options.mechanism === "plain"
      ? ({ mechanism: "plain", username: options.identity.username, password } as const)
      : ({ mechanism: "scram-sha-512", username: options.identity.username, password } as const)
  return new kafkajs.Kafka({
    clientId: options.clientId,
    brokers: [...connection.brokers],
    ssl: connection.tls === false ? false : connection.tls.ca === undefined ? true : { ca: [connection.tls.ca] },
    sasl,
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: 30_000,
    logLevel: levels.WARN,
    logCreator: quiet(options.notice ?? (() => {})),
    retry: options.retry ?? { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 }
  })
}
