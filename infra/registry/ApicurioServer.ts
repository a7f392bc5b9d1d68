/** The embedded schema registry: Apicurio, running as a child process while a scope is open, with its data in an H2 file. */
import { hash } from "node:crypto"
import { join } from "node:path"
import { Effect, Redacted } from "effect"
import { FetchHttpClient, HttpClient, HttpClientResponse } from "effect/http"
import { type EmbeddedServerOptions, startChildServer } from "../process/ChildServer.ts"
import { classArchiveFlags } from "../process/ClassArchive.ts"
import { javaEnvironment } from "../process/childEnvironment.ts"
import { onFreePorts } from "../process/FreePort.ts"
import { explainJava } from "../process/javaProblem.ts"
import { makeOwnerOnlyFolder } from "../process/OwnerOnlyFile.ts"
import { apicurioClassPath } from "./ApicurioArtifacts.ts"
import type { RegistryUser } from "./ApicurioRegistry.ts"
import { type RegistryUsers, registryUsers } from "./RegistrySecrets.ts"
import { startRegistryGate } from "./registryGate.ts"

interface ApicurioServer {
  /** URL of the Confluent-compatible API. */
  readonly url: string
  readonly port: number
  readonly writer: RegistryUser
}

const memory = ["-Xms64m", "-Xmx320m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError"]

/** A response header that identifies the server that this start created, in case another process took the port. */
const startHeader = "corridor-start"

/** Returns the password as the registry stores it. Its 192 random bits cannot be found from this hash, which the list of processes shows. */
const storedPassword = ({ name, password }: RegistryUser) => hash("md5", `${name}:Quarkus:${Redacted.value(password)}`)

const userWith = (role: string, user: RegistryUser) => ({
  [`quarkus.security.users.embedded.users.${user.name}`]: storedPassword(user),
  [`quarkus.security.users.embedded.roles.${user.name}`]: role
})

/**
 * Every program here may read, through the gate, and only the writer may change. No page of another site may read: the gate refuses its
 * host, and the port behind it refuses everyone without a password.
 */
const access = ({ writer, reader }: RegistryUsers) => ({
  "quarkus.http.cors": false,
  "quarkus.http.auth.basic": true,
  "apicurio.auth.role-based-authorization": true,
  ...userWith("sr-admin", writer),
  ...userWith("sr-readonly", reader),
  'quarkus.log.category."io.apicurio.registry.auth".level': "OFF"
})

const properties = (folder: string, port: number, start: string) => ({
  "quarkus.http.host": "127.0.0.1",
  "quarkus.http.port": port,
  "quarkus.http.access-log.enabled": false,
  [`quarkus.http.header."${startHeader}".value`]: start,
  'quarkus.log.category."io.apicurio".level': "WARN",
  "apicurio.storage.kind": "sql",
  "apicurio.storage.sql.kind": "h2",
  // No write delay: an id in a response is on disk, even if the process is killed right after.
  "apicurio.datasource.url": `jdbc:h2:file:${join(folder, "registry")};WRITE_DELAY=0`,
  "apicurio.datasource.jdbc.initial-size": 1,
  "apicurio.datasource.jdbc.min-size": 1,
  "apicurio.datasource.jdbc.max-size": 8,
  "apicurio.import.work-dir": folder,
  "apicurio.storage.snapshot.location": folder
})

const answers = (url: string, start: string) =>
  HttpClient.get(`${url}/subjects`).pipe(
    Effect.flatMap(HttpClientResponse.filterStatusOk),
    Effect.filterOrFail(
      ({ headers }) => headers[startHeader] === start,
      () => "another server" as const
    ),
    Effect.asVoid,
    Effect.timeout("3 seconds"),
    Effect.provide(FetchHttpClient.layer)
  )

/** Starts the registry on its data in `options.data` and returns when it responds. */
export const startApicurio = Effect.fn("ApicurioServer.start")(function* (options: EmbeddedServerOptions) {
  const classPath = yield* apicurioClassPath(options.cache)
  const folder = join(options.data, "registry")
  makeOwnerOnlyFolder(folder)
  const users = registryUsers(options.data)
  return yield* onFreePorts(
    { http: options.preferredPort, behind: 0 },
    Effect.fnUntraced(function* ({ http: port, behind }) {
      yield* startRegistryGate({ port, behind, reader: users.reader })
      const url = `http://127.0.0.1:${port}/apis/ccompat/v7`
      const start = crypto.randomUUID()
      const flags = Object.entries({ ...properties(folder, behind, start), ...access(users) }).map(
        ([key, value]) => `-D${key}=${value}`
      )
      yield* startChildServer({
        name: "registry",
        runFolder: join(options.data, "run"),
        command: "java",
        args: [
          ...memory,
          ...classArchiveFlags(classPath),
          ...flags,
          "-cp",
          classPath,
          "io.quarkus.runner.GeneratedMain"
        ],
        env: javaEnvironment,
        ready: answers(url, start),
        restart: options.restart
      })
      const server: ApicurioServer = { url, port, writer: users.writer }
      return server
    }, explainJava)
  )
})
