/** The address of a Kafka cluster, and kafkajs clients for it. */
import { Redacted } from "effect"
import kafkajs, { type ISocketFactory, type Kafka, type KafkaConfig, type logCreator } from "kafkajs"
import type { Identity } from "../../ports/EventLog.ts"
import { socketFactory } from "./kafkajs/patches.ts"

export interface KafkaConnection {
  /** Bootstrap brokers, as `host:port`. */
  readonly brokers: ReadonlyArray<string>
  /** TLS with the system's certificate authorities, or with the given one; the client certificate and its key where brokers require one (all PEM). */
  readonly tls:
    | false
    | { readonly ca?: string | undefined; readonly certificate?: string | undefined; readonly key?: string | undefined }
}

export type SaslMechanism = "scram-sha-512" | "plain"

/** Called for entries of kafkajs's log: a connection was lost, or the broker denied access. */
export type Notice = (what: "lost" | "denied") => void

const levels = kafkajs.logLevel

/**
 * Request timeout in milliseconds. It exceeds a group's session timeout, because members may have to wait for another one's
 * session to end.
 */
const answerTime = 15_000

/** Discards kafkajs's log entries. By default kafkajs writes them to the console with stack traces. */
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
  readonly socketFactory?: ISocketFactory | undefined
}

const sslOf = (tls: KafkaConnection["tls"]): NonNullable<KafkaConfig["ssl"]> =>
  tls !== false && {
    ...(tls.ca === undefined ? {} : { ca: [tls.ca] }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key })
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
    ssl: sslOf(connection.tls),
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
