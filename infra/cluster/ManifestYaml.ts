import { stringify } from "yaml"
import { kafkaManifests } from "./KafkaManifests.ts"

/** Returns the topics and users as YAML. */
export const kafkaManifestsYaml = (): string =>
  `# Made by infra/cluster/make.ts from the rights in infra/kafka.\n${kafkaManifests()
    .map((manifest) => stringify(manifest))
    .join("---\n")}`
