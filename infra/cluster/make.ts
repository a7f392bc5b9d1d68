/** Writes what is made from the code: `node infra/cluster/make.ts`. A test holds the files against it. */
import { writeFileSync } from "node:fs"
import { capacityPage, readMeasured } from "./Capacity.ts"
import { kafkaManifestsYaml } from "./ManifestYaml.ts"

const write = (name: string, text: string) => writeFileSync(new URL(name, import.meta.url), text)

write("kubernetes/kafka-topics-and-users.yaml", kafkaManifestsYaml())
write("CAPACITY.md", capacityPage(readMeasured()))
