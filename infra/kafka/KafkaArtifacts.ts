/** Kafka's jars, fetched from Maven Central with the user's own Maven. */
import { join } from "node:path"
import { Effect } from "effect"
import { mavenFolder } from "../maven/MavenFolder.ts"

const kafkaVersion = "4.4.0"
/** The slf4j version that this Kafka is built with. */
const slf4jVersion = "1.7.36"

/** Folder name in the cache. */
export const kafkaFolder = `kafka-${kafkaVersion}`

const dependency = (group: string, artifact: string, version: string) =>
  `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`

/** Returns Kafka's class path. Downloads the jars (43 MB) if they are not in the cache. */
export const kafkaClassPath = Effect.fn("KafkaArtifacts.kafkaClassPath")(function* (cache: string) {
  const folder = yield* mavenFolder(cache, {
    name: kafkaFolder,
    title: `Kafka ${kafkaVersion}`,
    content: `<dependencies>${[
      dependency("org.apache.kafka", "kafka_2.13", kafkaVersion),
      dependency("org.slf4j", "slf4j-simple", slf4jVersion)
    ].join("")}</dependencies>`,
    goal: ["dependency:copy-dependencies"],
    unpack: false
  })
  return join(folder, "lib", "*")
})
