/**
 * The registry as the cluster files set it up: the program of their image, on Java 21 or later, with their settings, over TLS, on data that the
 * embedded registry wrote. The image itself is not started.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { cpSync, mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { assert, it } from "@effect/vitest"
import { Context, Effect, Exit, Layer, Schedule, Scope } from "effect"
import { parse, parseAllDocuments } from "yaml"
import { freePort } from "../../infra/process/FreePort.ts"
import { apicurioProgram } from "../../infra/registry/ApicurioArtifacts.ts"
import * as ApicurioRegistry from "../../infra/registry/ApicurioRegistry.ts"
import { startApicurio } from "../../infra/registry/ApicurioServer.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { makeAuthority } from "../fault/authority.ts"
import { laterJava } from "../fixtures/laterJava.ts"
import { root } from "../fixtures/program.ts"
import { cache } from "./cache.ts"
import { silent, temporaryFolder } from "./TestStack.ts"

const clusterFile = (name: string) => readFileSync(join(root, "infra/cluster", name), "utf8")

interface Container {
  readonly image: string
  readonly settings: Readonly<Record<string, string>>
}

const ofCompose = (): Container => {
  const { image, environment } = parse(clusterFile("compose/compose.yaml"), { merge: true }).services.registry
  return { image, settings: environment }
}

const ofKubernetes = (): Container => {
  const [set] = parseAllDocuments(clusterFile("kubernetes/registry.yaml")).map((document) => document.toJS())
  const { image, env } = set.spec.template.spec.containers[0]
  return {
    image,
    settings: Object.fromEntries(env.map(({ name, value }: { name: string; value: string }) => [name, value]))
  }
}

const probe = (...fields: ReadonlyArray<object>) =>
  JSON.stringify({ type: "record", name: "Probe", namespace: "test", fields })
const a = { name: "a", type: "string" }

const clientOf = Effect.fnUntraced(function* (options: ApicurioRegistry.RegistryOptions) {
  return Context.get(yield* Layer.build(ApicurioRegistry.layer(options)), SchemaRegistry)
})

/** A registry that just started on a busy machine may take longer than the client waits. Callers of the client try again, as here. */
const patiently = <A, E extends { readonly retryable: boolean }>(operation: Effect.Effect<A, E>) =>
  Effect.retry(operation, { while: ({ retryable }) => retryable, schedule: Schedule.spaced("1 second"), times: 20 })

/** Registers every schema with the embedded registry, stops it, and returns their texts by id. */
const writtenByEmbedded = Effect.fnUntraced(function* (data: string) {
  const scope = yield* Scope.make()
  const { url, writer } = yield* startApicurio({ data, cache, preferredPort: 0, restart: false }).pipe(
    Scope.provide(scope)
  )
  const registry = yield* clientOf({ url, user: writer })
  const texts = new Map<number, string>()
  for (const { subject, versions } of recordSchemas)
    for (const { text } of versions) texts.set(yield* patiently(registry.register(subject, text)), text)
  texts.set(yield* patiently(registry.register("test.Probe", probe(a))), probe(a))
  yield* Scope.close(scope, Exit.void)
  return texts
})

/** Runs the program with the container's settings, whose paths lead into `folder`, until the scope ends. Returns its output. */
const runContainer = Effect.fnUntraced(function* (java: string, container: Container, folder: string, port: number) {
  const program = yield* apicurioProgram(cache, container.image.split(":")[1] ?? "")
  const here = (value: string) => value.replaceAll(/\/(?:var\/lib|run|etc)\/(registry|secrets|tls)\//g, `${folder}/$1/`)
  const settings = Object.fromEntries(Object.entries(container.settings).map(([name, value]) => [name, here(value)]))
  const ports = { QUARKUS_HTTP_SSL_PORT: String(port), QUARKUS_MANAGEMENT_PORT: "0" }
  const path = process.env["PATH"] ?? ""
  let output = ""
  yield* Effect.acquireRelease(
    Effect.sync((): ChildProcess => {
      const child = spawn(java, ["-Xmx400m", "-XX:+UseSerialGC", "-jar", join(program, "quarkus-run.jar")], {
        env: { PATH: path, ...settings, ...ports },
        stdio: ["ignore", "pipe", "pipe"]
      })
      child.stdout?.on("data", (text) => {
        output += String(text)
      })
      return child
    }),
    (child) =>
      Effect.callback<void>((resume) => {
        child.once("exit", () => resume(Effect.void))
        child.kill("SIGKILL")
      })
  )
  return () => output
})

it("compose and Kubernetes start the same version with the same settings", () => {
  const [compose, kubernetes] = [ofCompose(), ofKubernetes()]
  assert.strictEqual(compose.image, kubernetes.image)
  const { QUARKUS_HTTP_SSL_CERTIFICATE_RELOAD_PERIOD: reload, ...others } = kubernetes.settings
  assert.isDefined(reload)
  const names = ({ settings }: Container) => Object.keys(settings).toSorted()
  assert.deepStrictEqual(names({ ...kubernetes, settings: others }), names(compose))
})

const java = laterJava()

it.live.skipIf(java === undefined)(
  "continues with the data of the embedded registry, over TLS alone",
  () =>
    Effect.gen(function* () {
      const data = yield* temporaryFolder("registry-cluster")
      const texts = yield* writtenByEmbedded(data)
      const folder = join(data, "container")
      const authority = makeAuthority(join(data, "authority"))
      const server = authority.issue("registry")
      for (const [name, file] of [
        ["secrets/server-crt", server.certificate],
        ["secrets/server-key", server.key],
        ["tls/tls.crt", server.certificate],
        ["tls/tls.key", server.key]
      ] as const)
        cpSync(file, join(folder, name))
      setDefaultCACertificates([...getCACertificates(), readFileSync(authority.certificate, "utf8")])

      for (const [i, container] of [ofCompose(), ofKubernetes()].entries()) {
        const each = join(folder, String(i))
        cpSync(join(folder, "secrets"), join(each, "secrets"), { recursive: true })
        cpSync(join(folder, "tls"), join(each, "tls"), { recursive: true })
        mkdirSync(join(each, "registry"))
        cpSync(join(data, "registry"), join(each, "registry"), { recursive: true })
        const port = yield* freePort(0)
        yield* Effect.scoped(
          Effect.gen(function* () {
            const output = yield* runContainer(java as string, container, each, port)
            const url = `https://127.0.0.1:${port}/apis/ccompat/v7`
            yield* Effect.tryPromise(() => fetch(`${url}/subjects`)).pipe(
              Effect.retry({ schedule: Schedule.spaced("1 second"), times: 400 })
            )
            const registry = yield* clientOf({ url })
            // The later version answers with the same schema, written without spaces.
            for (const [id, text] of texts)
              assert.deepStrictEqual(
                JSON.parse((yield* patiently(registry.schemaById(id))) ?? "null"),
                JSON.parse(text)
              )
            for (const { subject, versions } of recordSchemas)
              for (const { text } of versions) {
                assert.isTrue(yield* patiently(registry.isCompatible(subject, text)))
                assert.strictEqual(texts.get(yield* patiently(registry.register(subject, text))), text)
              }
            assert.isFalse(yield* patiently(registry.isCompatible("test.Probe", probe({ name: "a", type: "int" }))))
            const refused = yield* Effect.flip(
              patiently(registry.register("test.Probe", probe({ name: "a", type: "int" })))
            )
            assert.isFalse(refused.retryable)
            const added = probe(a, { name: "b", type: ["null", "string"], default: null })
            assert.isFalse(texts.has(yield* patiently(registry.register("test.Probe", added))))
            assert.match(
              output(),
              /Listening on: https:\/\/[^ ]+\. Management interface listening on http:\/\/127\.0\.0\.1/
            )
          })
        )
      }
    }).pipe(Effect.provide(silent), Effect.scoped),
  { timeout: 600_000, meta: { needs: "Java 21 or later" } }
)
