/**
 * Fixes for kafkajs 2.2.4 with a broker that accepts connections and does not respond, because it is frozen or still starting.
 *
 * - **Handshake.** kafkajs uses the general request timeout for the handshake (API versions and login). A client of three brokers would
 *   wait half a minute each time it chooses the silent one. Here the handshake has a shorter timeout.
 * - **Timeouts.** After a request timeout kafkajs keeps the connection, and the next request waits for the timeout again. Here the connection
 *   is closed and the error is a connection error, so that kafkajs tries another broker or looks up the leader. The connection is kept
 *   while an earlier request is pending: a broker responds in order, and joining a group can take a minute.
 * - **Disconnect.** Disconnecting waits for all pending responses, without a timeout. Here they are abandoned after a short time.
 */
import kafkajs from "kafkajs"
import { internal } from "./internals.ts"

interface Request {
  requestTimeout: number
}

interface RequestQueue {
  readonly inflight: ReadonlyMap<number, Request>
  createSocketRequest(pushed: { readonly entry: SocketRequest }): Request
  waitForPendingRequests(): Promise<void>
  rejectAll(error: Error): void
}

interface SocketRequest {
  readonly apiKey: number
}

interface Connection {
  readonly host: string
  readonly port: number
  readonly requestQueue: RequestQueue
  readonly socket: { destroy(error: Error): void } | undefined
  send(what: { readonly request: SocketRequest }): Promise<unknown>
}

const queue = internal<{ readonly prototype: RequestQueue }>("network/requestQueue")
const connection = internal<{ readonly prototype: Connection }>("network/connection")
/** Missing in the type declarations of kafkajs. */
const { KafkaJSConnectionClosedError: ConnectionClosed } = internal<{
  readonly KafkaJSConnectionClosedError: new (message: string, at: { host: string; port: number }) => Error
}>("errors")
const apiKeys = internal<Readonly<Record<string, number>>>("protocol/requests/apiKeys")

/** Timeout of a handshake request in milliseconds. */
const handshakeTime = 5_000
/** Milliseconds to wait for pending responses before a disconnect. */
const lastResponses = 2_000

const handshakes = new Set([apiKeys["ApiVersions"], apiKeys["SaslHandshake"], apiKeys["SaslAuthenticate"]])
const isHandshake = ({ apiKey }: SocketRequest) => handshakes.has(apiKey)

const { createSocketRequest, waitForPendingRequests } = queue.prototype

queue.prototype.createSocketRequest = function (pushed) {
  const request = createSocketRequest.call(this, pushed)
  if (isHandshake(pushed.entry)) request.requestTimeout = handshakeTime
  return request
}

queue.prototype.waitForPendingRequests = function () {
  const giveUp = () => this.rejectAll(new kafkajs.KafkaJSConnectionError("closed before the broker responded"))
  const timer = setTimeout(giveUp, lastResponses)
  return waitForPendingRequests.call(this).finally(() => clearTimeout(timer))
}

const silence = "the broker does not respond"

const isSilence = (error: unknown): error is { readonly correlationId: number } =>
  error instanceof kafkajs.KafkaJSRequestTimeoutError

const { send } = connection.prototype
connection.prototype.send = async function (what) {
  try {
    return await send.call(this, what)
  } catch (error) {
    if (!isSilence(error)) throw error
    const isBusy = [...this.requestQueue.inflight.keys()].some((id) => id < error.correlationId)
    if (isBusy) throw error
    // With an error, because kafkajs does not notice a socket that closes without one.
    this.socket?.destroy(new Error(silence))
    const { host, port } = this
    // kafkajs checks for these classes: the first when it chooses a broker to connect to, the second when it drops a broker.
    if (isHandshake(what.request)) throw new kafkajs.KafkaJSConnectionError(silence, { broker: `${host}:${port}` })
    throw new ConnectionClosed(silence, { host, port })
  }
}
