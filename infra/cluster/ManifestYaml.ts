import { stringify } from "yaml"
import { kafkaManifests } from "./KafkaManifests.ts"

/** The topics and users as the text of a file. */
export const kafkaManifestsYaml = (): string =>
  `# Made by infra/cluster/make.ts from the rights in infra/kafka.\n${kafkaManifests()
    .map((manifest) => stringify(manifest))
    .join("---\n")}`
