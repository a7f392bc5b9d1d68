/** A broker that accepts connections and does not answer, like a frozen one: a client that gives up on it can leave. */
import type { Socket } from "node:net"
import { assert, it } from "@effect/vitest"
import { Duration, Effect, Option, Redacted } from "effect"
import { makeKafka } from "../../../infra/kafka/KafkaConnection.ts"
import { withAdmin } from "../../../infra/kafka/KafkaEventLogAdmin.ts"
import { slowness } from "../../fixtures/slowness.ts"
import { tcpServer } from "../../fixtures/tcpServer.ts"

/** Its port, and what happens to a connection some milliseconds after its first request. */
const silentBroker = (then: (socket: Socket) => void) =>
  tcpServer((socket) => {
    socket.once("data", () => setTimeout(() => then(socket), 500))
  })

const reach = (port: number, retries: number) =>
  makeKafka(
    { brokers: [`127.0.0.1:${port}`], tls: false },
    { identity: { username: "u", password: Redacted.make("p") }, clientId: "test", retry: { retries } }
  )

/** Seconds until a client that waits 200 ms for the broker's answer has left. */
const secondsUntilAway = (then: (socket: Socket) => void) =>
  Effect.gen(function* () {
    const port = yield* silentBroker(then)
    const kafka = reach(port, 4)
    const asked = withAdmin(kafka, "list the brokers", (admin) => admin.describeCluster())
    const [took, answer] = yield* Effect.timed(Effect.timeoutOption(asked, "200 millis"))
    assert.isTrue(Option.isNone(answer))
    return Duration.toSeconds(took)
  }).pipe(Effect.scoped)

it.live("a client can leave a broker that never answers", () =>
  Effect.map(
    secondsUntilAway(() => {}),
    (seconds) => assert.isBelow(seconds, 4 * slowness())
  )
)

it.live("a client can leave a broker that closes the connection afterwards", () =>
  Effect.map(
    secondsUntilAway((socket) => socket.end()),
    (seconds) => assert.isBelow(seconds, 4 * slowness())
  )
)

it.live("a client that gets no handshake fails long before the request timeout, and may retry", () =>
  Effect.gen(function* () {
    const port = yield* silentBroker(() => {})
    const asked = withAdmin(reach(port, 0), "list the brokers", (admin) => admin.describeCluster())
    const [took, error] = yield* Effect.timed(Effect.flip(asked))
    assert.isTrue(error.retryable)
    const seconds = Duration.toSeconds(took)
    assert.isAbove(seconds, 4)
    assert.isBelow(seconds, 10 * slowness())
  }).pipe(Effect.scoped)
)
