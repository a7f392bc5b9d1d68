/** A server at the registry's address that is no registry, or one that lost its data. */
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { layer } from "../../../infra/registry/ApicurioRegistry.ts"
import { registerSchemas } from "../../../ingest/wire/RegisterSchemas.ts"
import { SchemaRegistry } from "../../../ports/SchemaRegistry.ts"

/** Runs `use` with a registry whose every answer is made by `answer`. */
const withAnswers = <A, E>(answer: (response: ServerResponse) => void, use: Effect.Effect<A, E, SchemaRegistry>) =>
  Effect.acquireUseRelease(
    Effect.callback<ReturnType<typeof createServer>>((resume) => {
      const server = createServer((request, response) => {
        request.resume()
        answer(response)
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.provide(use, layer({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/apis/ccompat/v7` })),
    (server) =>
      Effect.sync(() => {
        server.closeAllConnections()
        server.close()
      })
  )

const failure = Effect.flatMap(SchemaRegistry, (registry) => Effect.flip(registry.schemaById(7)))

/** Writes for as long as somebody reads. */
const endless = (response: ServerResponse) => {
  const piece = Buffer.alloc(1_048_576, "canary ")
  const write = () => {
    while (!response.destroyed && response.write(piece));
  }
  response.on("drain", write)
  write()
}

it.live("a response that no registry gives is refused in a sentence, and one that never ends is not kept", () =>
  Effect.gen(function* () {
    for (const body of ["<html>canary</html>", "", "[]", '{"schema":7}', '{"error_code":42201,"message":"canary"}']) {
      const error = yield* withAnswers((response) => response.end(body), failure)
      assert.isFalse(error.retryable)
      assert.match(
        error.message,
        /^The schema registry returned an unexpected response\. Check that CORRIDOR_REGISTRY_URL/
      )
    }
    for (const status of [500, 502, 429]) {
      const error = yield* withAnswers((response) => response.writeHead(status).end("canary"), failure)
      assert.isTrue(error.retryable)
      assert.strictEqual(error.message, `The schema registry returned HTTP ${status} for schemaById`)
    }
    // As a server does that asks for a client's certificate.
    const closed = yield* withAnswers((response) => response.destroy(), failure)
    assert.isTrue(closed.retryable)
    assert.match(closed.message, /closes the connection without an answer.*CORRIDOR_REGISTRY_URL.*client's certificate/)
    const before = process.memoryUsage().arrayBuffers
    const error = yield* withAnswers(endless, failure)
    assert.isFalse(error.retryable)
    assert.isBelow(process.memoryUsage().arrayBuffers - before, 100 * 1_048_576)
  })
)

it.live("one that gives all schemas the same id, or one that no message can have, is refused", () =>
  Effect.gen(function* () {
    for (const [id, expected] of [
      [1, /the same id/],
      [-1, /unexpected response/],
      [2 ** 32, /unexpected response/]
    ] as const) {
      const answer = (response: ServerResponse) => response.end(JSON.stringify({ id }))
      const error = yield* withAnswers(answer, Effect.flip(registerSchemas()))
      assert.match(error.message, expected)
      assert.isFalse(error.retryable)
    }
  })
)
