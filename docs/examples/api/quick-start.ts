// Persons from Ukraine by destination and year, from the newest release: node quick-start.ts http://localhost:8080
import { CorridorClient } from "corridor/client"

const corridor = await CorridorClient.connect(process.argv[2] ?? "http://localhost:8080")
const flows = await corridor.run((api) => api.tables.flows({ query: { origin: "UKR" } }))
if (typeof flows === "string" || flows instanceof Uint8Array)
  throw new Error("Expected JSON, which is the default format")

console.log(flows.citation)
if (flows.invented) console.log(flows.note)
for (const { destination, year, state, victims } of flows.cells)
  console.log(destination, year, state === "published" ? victims : `(${state})`)
await corridor.close()
