/**
 * The registry's program, fetched from Maven Central with the user's own Maven. Libraries of the program with known advisories are replaced
 * (docs/decisions/0610-supply-chain.md).
 */
import { hash } from "node:crypto"
import { existsSync, readdirSync } from "node:fs"
import { basename, join } from "node:path"
import { Effect } from "effect"
import { copiedLibraries, mavenFolder } from "../maven/MavenFolder.ts"

/** The newest version that runs on Java 17. */
const version = "3.0.9"

/** Libraries that the program comes with in versions that have known advisories, in versions that have none. */
const patched = [
  {
    group: "io.netty",
    version: "4.1.141.Final",
    names: [
      "netty-buffer",
      "netty-codec",
      "netty-codec-haproxy",
      "netty-codec-http",
      "netty-codec-http2",
      "netty-common",
      "netty-handler",
      "netty-resolver",
      "netty-transport"
    ]
  },
  { group: "io.vertx", version: "4.5.36", names: ["vertx-auth-common", "vertx-core", "vertx-web", "vertx-web-client"] },
  { group: "io.quarkus", version: "3.15.7", names: ["quarkus-vertx"] },
  {
    group: "org.jboss.resteasy",
    version: "6.2.20.Final",
    names: [
      "resteasy-client",
      "resteasy-client-api",
      "resteasy-core",
      "resteasy-core-spi",
      "resteasy-jackson2-provider"
    ]
  },
  {
    group: "io.micrometer",
    version: "1.16.8",
    names: ["micrometer-commons", "micrometer-core", "micrometer-registry-prometheus-simpleclient"]
  },
  ...Object.entries({
    core: ["jackson-annotations", "jackson-core", "jackson-databind"],
    dataformat: ["jackson-dataformat-yaml"],
    datatype: ["jackson-datatype-jdk8", "jackson-datatype-jsr310"],
    "jakarta.rs": ["jackson-jakarta-rs-base", "jackson-jakarta-rs-json-provider"],
    module: ["jackson-module-parameter-names"]
  }).map(([part, names]) => ({ group: `com.fasterxml.jackson.${part}`, version: "2.18.12", names })),
  { group: "org.apache.avro", version: "1.12.2", names: ["avro"] },
  { group: "org.apache.commons", version: "3.22.0", names: ["commons-lang3"] },
  { group: "org.apache.kafka", version: "3.9.2", names: ["kafka-clients"] }
]

/**
 * The other libraries of the program that a registry of Avro schemas in H2 loads. It comes with 135 more: drivers of other databases, other
 * formats, clients of Kafka and OAuth.
 */
const kept = new RegExp(
  `^(modified-)?(${[
    "com.cronutils",
    "com.github.java-json-tools.json-patch",
    "com.google.guava",
    "com.h2database",
    "com.ibm.icu",
    "commons-(codec|io)",
    "io.agroal",
    "io.apicurio.apicurio-common-rest-client-common",
    "io.apicurio.apicurio-registry-(common|config|schema-util-(avro|common|provider)|utils)",
    "io.github.crac",
    "io.prometheus.simpleclient-",
    "io.quarkus",
    "io.smallrye",
    "io.vertx.vertx-codegen",
    "jakarta",
    "org.bitbucket",
    "org.eclipse",
    "org.hdrhistogram",
    "org.jboss",
    "org.json",
    "org.reactivestreams",
    "org.slf4j",
    "org.wildfly"
  ]
    .join("|")
    .replaceAll(".", "\\.")})`
)

/** The content of a folder in the cache never changes, so its name follows from what is in it. */
const librariesFolder = `apicurio-${version}-libraries-${hash("sha256", JSON.stringify([patched, kept.source])).slice(0, 8)}`

const folderOf = (which: string) => `apicurio-${which}`

/** Folder names in the cache. */
export const apicurioFolders = [librariesFolder, folderOf(version)]

/** Returns the folder of a version's program. Downloads and unpacks it (over 100 MB) if it is not in the cache. */
export const apicurioProgram = (cache: string, which: string) =>
  mavenFolder(cache, {
    name: folderOf(which),
    title: `Apicurio Registry ${which}`,
    content: "",
    goal: [
      "dependency:copy",
      `-Dartifact=io.apicurio:apicurio-registry-app:${which}:tar.gz:all`,
      "-Dmdep.useBaseVersion=true"
    ],
    unpack: true
  })

const patchedLibraries = (cache: string) =>
  mavenFolder(cache, {
    name: librariesFolder,
    title: `Patched libraries of Apicurio Registry ${version}`,
    content: copiedLibraries(patched),
    goal: ["dependency:copy"],
    unpack: false
  })

/** The program's files are named by group and library. */
const replaced = new Set(patched.flatMap(({ group, names }) => names.map((name) => `${group}.${name}`)))

const isKept = (file: string) => kept.test(file) && !replaced.has(file.replace(/^modified-|-\d.*/g, ""))

/** Returns the jars of the registry's class path in its order; none if they were not downloaded yet. */
export const apicurioJars = (cache: string): ReadonlyArray<string> => {
  const [libraries, program] = apicurioFolders.map((folder) => join(cache, folder)) as [string, string]
  if (!existsSync(libraries) || !existsSync(program)) return []
  const jarsIn = (folder: string) =>
    readdirSync(join(folder, "lib"))
      .sort()
      .map((file) => join(folder, "lib", file))
  return [
    // First: it has its own copies of a few classes of the libraries, which it changed.
    join(program, `apicurio-registry-app-${version}-runner.jar`),
    ...jarsIn(program).filter((jar) => isKept(basename(jar))),
    ...jarsIn(libraries)
  ]
}

/** Returns the class path of the registry. Downloads what is not in the cache. */
export const apicurioClassPath = Effect.fn("ApicurioArtifacts.apicurioClassPath")(function* (cache: string) {
  yield* Effect.all([patchedLibraries(cache), apicurioProgram(cache, version)], { concurrency: "unbounded" })
  return apicurioJars(cache).join(":")
})
