/** The schema registry, a real one: ids, compatibility, a restart, an outage. */
import { get } from "node:http"
import { assert, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Scope } from "effect"
import * as ApicurioRegistry from "../../infra/registry/ApicurioRegistry.ts"
import { startApicurio } from "../../infra/registry/ApicurioServer.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { portBehindRegistry } from "../fixtures/portBehindRegistry.ts"
import { cache } from "./cache.ts"
import { silent, temporaryFolder } from "./TestStack.ts"

const schema = (...fields: ReadonlyArray<object>) =>
  JSON.stringify({ type: "record", name: "Probe", namespace: "test", fields })
const a = { name: "a", type: "string" }
const optional = { name: "b", type: ["null", "string"], default: null }
const required = { name: "b", type: "string" }

/** Returns the status of a request with this `Host`, which `fetch` does not send. */
const statusWithHost = (url: string, host: string) =>
  Effect.callback<number | undefined>((resume) => {
    get(`${url}/subjects`, { headers: { host } }, (answer) => {
      answer.resume()
      resume(Effect.succeed(answer.statusCode))
    }).end()
  })

/** Returns the statuses of requests that a page or a program sends without the writer's password. */
const statusesWithout = (url: string, ...requests: ReadonlyArray<readonly [method: string, path: string]>) =>
  Effect.forEach(requests, ([method, path]) =>
    Effect.promise(async () => {
      const headers = { "content-type": "application/json" }
      const body = method === "GET" || method === "DELETE" ? null : JSON.stringify({ schema: schema(a) })
      const answer = await fetch(new URL(path, url), { method, headers, body })
      return answer.headers.has("access-control-allow-origin") ? "other sites may read" : answer.status
    })
  )

const open = Effect.fnUntraced(function* (data: string) {
  const scope = yield* Scope.make()
  const { url, writer } = yield* startApicurio({ data, cache, preferredPort: 0, restart: false }).pipe(
    Scope.provide(scope)
  )
  const services = yield* Layer.build(ApicurioRegistry.layer({ url, user: writer }))
  return { url, registry: Context.get(services, SchemaRegistry), close: Scope.close(scope, Exit.void) }
})

it.live(
  "ids keep their meaning over a restart, and no version may break another",
  () =>
    Effect.gen(function* () {
      const data = yield* temporaryFolder("registry")
      const first = yield* open(data)
      const ids = new Map<number, string>()
      for (const { subject, versions } of recordSchemas)
        for (const { text } of versions) {
          assert.isTrue(yield* first.registry.isCompatible(subject, text))
          const id = yield* first.registry.register(subject, text)
          assert.strictEqual(yield* first.registry.register(subject, text), id)
          ids.set(id, text)
        }
      assert.strictEqual(ids.size, recordSchemas.flatMap(({ versions }) => versions).length)

      const one = yield* first.registry.register("test.Probe", schema(a))
      // Full and transitive: readers of either version read what either wrote.
      assert.isTrue(yield* first.registry.isCompatible("test.Probe", schema(a, optional)))
      const two = yield* first.registry.register("test.Probe", schema(a, optional))
      assert.notStrictEqual(one, two)
      for (const breaking of [schema(a, required), schema(optional), schema({ name: "a", type: "int" })]) {
        assert.isFalse(yield* first.registry.isCompatible("test.Probe", breaking))
        const error = yield* Effect.flip(first.registry.register("test.Probe", breaking))
        assert.isFalse(error.retryable)
      }
      // Goes with the second version and breaks the first: a rule for the newest alone would take it.
      yield* first.registry.register("test.Transitive", schema(a, optional))
      yield* first.registry.register("test.Transitive", schema(a))
      const other = schema(a, { name: "b", type: ["null", "int"], default: null })
      assert.isFalse(yield* first.registry.isCompatible("test.Transitive", other))
      yield* Effect.flip(first.registry.register("test.Transitive", other))
      assert.isUndefined(yield* first.registry.schemaById(999_999))
      assert.strictEqual(yield* first.registry.schemaById(one), schema(a))

      const [ofConfluent, own] = ["/apis/ccompat/v7", "/apis/registry/v3"]
      assert.deepStrictEqual(
        yield* statusesWithout(
          first.url,
          ["GET", `${ofConfluent}/subjects`],
          ["GET", `${ofConfluent}/schemas/ids/${one}`],
          ["POST", `${ofConfluent}/subjects/test.Other/versions`],
          ["PUT", `${ofConfluent}/config/test.Probe`],
          ["PUT", `${ofConfluent}/config`],
          ["DELETE", `${ofConfluent}/subjects/test.Probe`],
          ["DELETE", `${own}/groups/default/artifacts`],
          ["POST", `${own}/admin/snapshots`],
          ["GET", `${own}/admin/export`],
          ["POST", `${ofConfluent};a/subjects/test.Other/versions`],
          ["PUT", `${ofConfluent}/config;a/test.Probe`],
          ["GET", `${own}/admin;a/export`]
        ),
        [200, 200, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403]
      )
      const { port } = new URL(first.url)
      for (const [host, status] of [
        [`127.0.0.1:${port}`, 200],
        ["localhost", 200],
        ["attacker.example", 421],
        [`attacker.example:${port}`, 421],
        ["127.0.0.1.attacker.example", 421]
      ] as const)
        assert.strictEqual(yield* statusWithHost(first.url, host), status, host)
      // The port behind answers nobody without a password.
      const behind = `http://127.0.0.1:${portBehindRegistry(data)}`
      assert.deepStrictEqual(
        yield* statusesWithout(
          behind,
          ["GET", `${ofConfluent}/subjects`],
          ["GET", `${ofConfluent}/schemas/ids/${one}`],
          ["GET", `${own}/search/artifacts`],
          ["GET", `${ofConfluent};a/subjects`]
        ),
        [401, 401, 401, 401]
      )
      yield* first.close

      // Known ids are still answered while the registry is down; others are a retryable error.
      assert.strictEqual(yield* first.registry.schemaById(one), schema(a))
      for (const call of [
        first.registry.ping,
        first.registry.schemaById(two),
        first.registry.register("test.Probe", schema(a))
      ]) {
        const error = yield* Effect.flip(call)
        assert.isTrue(error.retryable)
      }

      const second = yield* open(data)
      for (const [id, text] of ids) {
        const stored = yield* second.registry.schemaById(id)
        assert.deepStrictEqual(JSON.parse(stored ?? "null"), JSON.parse(text))
      }
      assert.strictEqual(yield* second.registry.register("test.Probe", schema(a)), one)
      assert.strictEqual(yield* second.registry.register("test.Probe", schema(a, optional)), two)
      assert.isFalse(yield* second.registry.isCompatible("test.Probe", schema(a, required)))
      yield* second.close
    }).pipe(Effect.scoped, Effect.provide(silent)),
  180_000
)
