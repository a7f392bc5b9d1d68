/** Writes the generated files: `node infra/cluster/make.ts`. A test checks that they are up to date. */
import { writeFileSync } from "node:fs"
import { capacityPage, readMeasured } from "./Capacity.ts"
import { composeGates, gateConfig, gatesYaml } from "./Gates.ts"
import { kafkaManifestsYaml } from "./ManifestYaml.ts"

const write = (name: string, text: string) => writeFileSync(new URL(name, import.meta.url), text)

write("kubernetes/kafka-topics-and-users.yaml", kafkaManifestsYaml())
write("kubernetes/gates.yaml", gatesYaml())
for (const [file, gate] of Object.entries(composeGates)) write(file, gateConfig(gate))
write("CAPACITY.md", capacityPage(readMeasured()))
