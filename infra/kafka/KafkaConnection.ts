/** How to reach a Kafka cluster, and kafkajs clients made from that. */
import { Redacted } from "effect"
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig, type logCreator } from "kafkajs"
import type { Identity } from "../../ports/EventLog.ts"
import { socketFactory } from "./KafkaJsRepairs.ts"

export interface KafkaConnection {
  /** `host:port` of some brokers. */
  readonly brokers: ReadonlyArray<string>
  /** TLS with the system's authorities, or with the given one (PEM). */
  readonly tls: false | { readonly ca?: string | undefined }
}

export type SaslMechanism = "scram-sha-512" | "plain"

/** What kafkajs's own log tells of a connection: that it was lost, or that the broker refuses what is asked for. */
export type Notice = (what: "lost" | "denied") => void

const levels = kafkajs.logLevel

/** Milliseconds for any answer; more than a session of a group, for whose end others in it may have to wait. */
const answerTime = 15_000

/** kafkajs would write to the console, stack traces and all; its entries end here. */
const quiet =
  (notice: Notice): logCreator =>
  () =>
  ({ level, namespace, log }) => {
    if (level !== levels.ERROR || namespace !== "Connection") return
    if (!log.message.startsWith("Response ")) notice("lost")
    else if (/not authorized/i.test(String(log["error"]))) notice("denied")
  }

export interface ClientOptions {
  readonly identity: Identity
  readonly mechanism?: SaslMechanism | undefined
  readonly clientId: string
  readonly notice?: Notice | undefined
  readonly retry?: KafkaConfig["retry"] | undefined
  /** Where sockets come from. */
  readonly socketFactory?: ISocketFactory | undefined
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
    socketFactory: options.socketFactory ?? socketFactory,
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: answerTime,
    logLevel: levels.WARN,
    logCreator: quiet(options.notice ?? (() => {})),
    retry: options.retry ?? { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 }
  })
}
