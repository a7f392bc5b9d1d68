/**
 * What kafkajs 2.2.4 must be given so that a broker that takes connections and says nothing holds nobody up: one that is frozen, or
 * still starting.
 *
 * - **Greetings.** kafkajs waits as long for the first words of a broker, its versions and the login, as for any answer. Who has the choice
 *   of three brokers waits half a minute for each time that it meets the silent one. Here a greeting has a time of its own.
 * - **Silence.** When an answer does not come in time, kafkajs keeps the connection, and whatever is asked next waits for that time anew.
 *   Here the connection is broken and this is told as what it is, for only then kafkajs tries another broker, or asks who leads now. It
 *   stays where something that was asked before is still waited for: a broker answers one thing after the other, and to join a group may
 *   take a minute.
 * - **Leaving.** Who disconnects waits for the answers to all that was asked, and kafkajs watches no limit of theirs any more. Here they are
 *   given up after a moment.
 */
import { createRequire } from "node:module"
import kafkajs from "kafkajs"

interface Request {
  requestTimeout: number
}

interface RequestQueue {
  readonly inflight: ReadonlyMap<number, Request>
  createSocketRequest(pushed: { readonly entry: Asked }): Request
  waitForPendingRequests(): Promise<void>
  rejectAll(error: Error): void
}

interface Asked {
  readonly apiKey: number
}

interface Connection {
  readonly host: string
  readonly port: number
  readonly requestQueue: RequestQueue
  readonly socket: { destroy(error: Error): void } | undefined
  send(what: { readonly request: Asked }): Promise<unknown>
}

const require = createRequire(import.meta.url)
const queue = require("kafkajs/src/network/requestQueue") as { readonly prototype: RequestQueue }
const connection = require("kafkajs/src/network/connection") as { readonly prototype: Connection }
/** Not among those that its types tell of. */
const { KafkaJSConnectionClosedError: ConnectionClosed } = require("kafkajs/src/errors") as {
  readonly KafkaJSConnectionClosedError: new (message: string, at: { host: string; port: number }) => Error
}
const apiKeys = require("kafkajs/src/protocol/requests/apiKeys") as Readonly<Record<string, number>>

/** Milliseconds. */
const greetingTime = 5_000
/** Milliseconds that answers may still take when the connection is to be closed. */
const lastAnswers = 2_000

const greetings = new Set([apiKeys["ApiVersions"], apiKeys["SaslHandshake"], apiKeys["SaslAuthenticate"]])
const isGreeting = ({ apiKey }: Asked) => greetings.has(apiKey)

const { createSocketRequest, waitForPendingRequests } = queue.prototype

queue.prototype.createSocketRequest = function (pushed) {
  const request = createSocketRequest.call(this, pushed)
  if (isGreeting(pushed.entry)) request.requestTimeout = greetingTime
  return request
}

queue.prototype.waitForPendingRequests = function () {
  const giveUp = () => this.rejectAll(new kafkajs.KafkaJSConnectionError("closed before the broker answered"))
  const patience = setTimeout(giveUp, lastAnswers)
  return waitForPendingRequests.call(this).finally(() => clearTimeout(patience))
}

const silence = "the broker says nothing"

const isSilence = (error: unknown): error is { readonly correlationId: number } =>
  error instanceof kafkajs.KafkaJSRequestTimeoutError

const { send } = connection.prototype
connection.prototype.send = async function (what) {
  try {
    return await send.call(this, what)
  } catch (error) {
    if (!isSilence(error)) throw error
    const isBusy = [...this.requestQueue.inflight.keys()].some((asked) => asked < error.correlationId)
    if (isBusy) throw error
    // With an error, because kafkajs would not notice a socket that only closes.
    this.socket?.destroy(new Error(silence))
    const { host, port } = this
    // Each is the one that kafkajs looks for: where it chooses whom to connect to, and where it forgets a broker.
    if (isGreeting(what.request)) throw new kafkajs.KafkaJSConnectionError(silence, { broker: `${host}:${port}` })
    throw new ConnectionClosed(silence, { host, port })
  }
}
