/** What answers at a broker's address and is no broker, or sends answers that no broker sends: the client fails in time, in words, and without growing. */
import type { Socket } from "node:net"
import { assert, it } from "@effect/vitest"
import { Duration, Effect, Redacted } from "effect"
import { makeKafka } from "../../../infra/kafka/KafkaConnection.ts"
import { withAdmin } from "../../../infra/kafka/KafkaEventLogAdmin.ts"
import { slowness } from "../../fixtures/slowness.ts"
import { tcpServer } from "../../fixtures/tcpServer.ts"

/** The port of a server that answers each request as `answer` does. */
const oddBroker = (answer: (socket: Socket, request: Buffer) => void) =>
  tcpServer((socket) => {
    socket.on("data", (request) => answer(socket, request))
  })

/** A response with the request's correlation id. */
const framed = (request: Buffer, body: Uint8Array, size = body.length + 4) => {
  const head = Buffer.alloc(8)
  head.writeInt32BE(size, 0)
  head.writeInt32BE(request.readInt32BE(8), 4)
  return Buffer.concat([head, body])
}

const random = Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 7919 + 13) % 251))

const answers: Readonly<Record<string, (socket: Socket, request: Buffer) => void>> = {
  "a web server": (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n<html>canary</html>"),
  "a size of two gigabytes": (socket, request) => socket.write(framed(request, random, 2 ** 31 - 1)),
  "a negative size": (socket, request) => socket.write(framed(request, random, -5)),
  "no API versions": (socket, request) => socket.write(framed(request, Buffer.from([0, 0, 0, 0, 0, 0]))),
  "an array of two thousand million": (socket, request) =>
    socket.write(framed(request, Buffer.from([0, 0, 0x7f, 0xff, 0xff, 0xff, 0, 1]))),
  "a negative array": (socket, request) => socket.write(framed(request, Buffer.from([0, 0, 0xff, 0, 0, 0]))),
  "API versions that nobody has": (socket, request) => {
    const body = Buffer.alloc(6 + 6 * 60)
    body.writeInt32BE(60, 2)
    for (let key = 0; key < 60; key++) body.writeUIntBE(key * 2 ** 32 + 900 * 65_536 + 999, 6 + 6 * key, 6)
    socket.write(framed(request, body))
  }
}

for (const [name, answer] of Object.entries(answers))
  it.live(`${name} at the broker's address`, () =>
    Effect.gen(function* () {
      const port = yield* oddBroker(answer)
      const kafka = makeKafka(
        { brokers: [`127.0.0.1:${port}`], tls: false },
        { identity: { username: "u", password: Redacted.make("p") }, clientId: "test", retry: { retries: 0 } }
      )
      const before = process.memoryUsage()
      const asked = withAdmin(kafka, "list the brokers", (admin) => admin.describeCluster())
      const [took, error] = yield* Effect.timed(Effect.flip(asked))
      const after = process.memoryUsage()
      assert.match(
        error.message,
        /^Kafka could not list the brokers: (?:no broker responds at|the server at) this address[^\n]*$/
      )
      assert.notInclude(error.message, "canary")
      assert.isBelow(Duration.toSeconds(took), 10 * slowness())
      assert.isBelow(after.rss - before.rss, 200 * 1_048_576)
    }).pipe(Effect.scoped)
  )
