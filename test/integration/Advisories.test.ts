/**
 * No library with an advisory that the project knows of is on the class path of the embedded registry, and none is in Kafka's folder. Nothing here asks a
 * service: docs/decisions/0610-supply-chain.md says how the list was made.
 */
import { globSync } from "node:fs"
import { basename, join } from "node:path"
import { Effect } from "effect"
import { assert, beforeAll, describe, it } from "vitest"
import { kafkaClassPath, kafkaFolder } from "../../infra/kafka/KafkaArtifacts.ts"
import { apicurioClassPath, apicurioFolders } from "../../infra/registry/ApicurioArtifacts.ts"
import { serverJars } from "../../infra/supply/Bom.ts"
import { cache } from "./cache.ts"
import { silent } from "./TestStack.ts"

/** The first version without the advisory, or undefined where no version may be loaded. */
const advisories: ReadonlyArray<readonly [library: string, fixedIn: string | undefined, advisories: string]> = [
  ["avro", "1.12.1", "CVE-2025-33042"],
  ["commons-beanutils", "1.11.0", "CVE-2025-48734"],
  ["commons-io", "2.14.0", "CVE-2024-47554"],
  ["commons-lang3", "3.18.0", "CVE-2025-48924"],
  ["cron-utils", "9.1.6", "CVE-2021-41269"],
  ["guava", "32.0.1", "CVE-2023-2976"],
  ["h2", "2.2.220", "CVE-2022-45868"],
  ["jackson-core", "2.18.10", "CVE-2026-68498"],
  ["jackson-databind", "2.18.10", "CVE-2026-54512 to 54518, CVE-2026-68497"],
  ["jose4j", "0.9.6", "CVE-2024-29371"],
  ["json", "20231013", "CVE-2023-5072"],
  ["kafka-clients", "3.9.2", "CVE-2025-27817, CVE-2025-27818, CVE-2026-35554"],
  ["log4j-core", "2.25.4", "CVE-2025-68161, CVE-2026-34477"],
  ["lz4-java", "1.10.1", "CVE-2025-12183, CVE-2025-66566"],
  ["micrometer-core", "1.16.7", "CVE-2026-40983, CVE-2026-40984, CVE-2026-59295, CVE-2026-59296"],
  ["netty-codec", "4.1.133", "CVE-2025-58057, CVE-2026-42583"],
  ["netty-codec-http", "4.1.137", "CVE-2026-33870, CVE-2026-50020, CVE-2026-75595 and others"],
  ["netty-codec-http2", "4.1.137", "CVE-2025-55163, CVE-2026-33871, CVE-2026-50560 and others"],
  ["netty-handler", "4.1.137", "CVE-2026-44249, CVE-2026-50010, CVE-2026-62243 and others"],
  ["org.eclipse.jgit", "7.1.1", "CVE-2025-4949"],
  ["parsson", "1.1.4", "CVE-2023-7272"],
  ["quarkus-http-core", "5.3.4", "CVE-2024-12397"],
  ["quarkus-resteasy", "3.15.3.1", "CVE-2025-1634"],
  ["quarkus-vertx", "3.15.6", "CVE-2025-49574"],
  ["resteasy-core", "6.2.19", "CVE-2026-17615, CVE-2026-89058, CVE-2026-89059"],
  ["smallrye-fault-tolerance-core", "6.4.2", "CVE-2025-2240"],
  ["snappy-java", "1.1.10.4", "CVE-2023-43642"],
  ["vertx-core", "4.5.27", "CVE-2026-1002, CVE-2026-6860"],
  ["vertx-web", "4.5.27", "CVE-2025-11965, CVE-2025-11966"],
  ["commons-httpclient", undefined, "CVE-2012-5783, no longer maintained"],
  ["json-smart", undefined, "CVE-2024-57699"],
  ["mailapi", undefined, "CVE-2025-7962"],
  ["mssql-jdbc", undefined, "CVE-2025-59250"],
  ["nimbus-jose-jwt", undefined, "CVE-2025-53864"],
  ["postgresql", undefined, "CVE-2025-49146"]
]

const isBefore = (version: string, other: string) => {
  const [one, two] = [version, other].map((text) => text.split(/\D+/).map(Number)) as [Array<number>, Array<number>]
  const at = two.findIndex((part, i) => (one[i] ?? 0) !== part)
  return at >= 0 && (one[at] ?? 0) < (two[at] as number)
}

/** The version of a library, if this is its file: `[group.]library-version.jar`. */
const versionOf = (library: string, jar: string) =>
  new RegExp(`(?:^|\\.)${library.replaceAll(".", "\\.")}-(\\d[^-]*)(?:-\\w+)?\\.jar$`).exec(jar)?.[1]

const found = (jars: ReadonlyArray<string>) =>
  advisories.flatMap(([library, fixedIn]) =>
    jars.filter((jar) => {
      const version = versionOf(library, basename(jar))
      return version !== undefined && (fixedIn === undefined || isBefore(version, fixedIn))
    })
  )

describe("the libraries of Kafka and the registry", () => {
  beforeAll(
    () =>
      Effect.runPromise(
        Effect.all([apicurioClassPath(cache), kafkaClassPath(cache)]).pipe(Effect.scoped, Effect.provide(silent))
      ),
    300_000
  )

  it("have none of the known advisories", () => {
    assert.deepStrictEqual(found(serverJars(cache)), [])
  })

  it("would have them without the patched ones", () => {
    const everyJar = [...apicurioFolders, kafkaFolder].flatMap((folder) =>
      globSync("**/*.jar", { cwd: join(cache, folder) })
    )
    for (const [library] of advisories)
      assert.isTrue(
        everyJar.some((jar) => versionOf(library, basename(jar)) !== undefined),
        library
      )
    assert.includeMembers(
      found(everyJar).map((jar) => basename(jar)),
      [
        "io.quarkus.quarkus-vertx-3.15.4.jar",
        "net.minidev.json-smart-2.5.0.jar",
        "org.postgresql.postgresql-42.7.4.jar"
      ]
    )
  })
})
