/** The way by which a class came to a column, from the column back to a source. */
import type { Manifest } from "../project/Node.ts"
import type { Flow, Reading } from "./Flow.ts"
import type { NodePrivacy } from "./NodePrivacy.ts"
import type { PrivacyClass } from "./PrivacyClass.ts"

const placeOf = (manifest: Manifest, id: string, column: string): string => {
  const source = manifest.sources.get(id)
  const what = column === "" ? "rows of " : ""
  const end = column === "" ? "" : `.${column}`
  if (source !== undefined) return `${what}source.${source.sourceName}.${source.name}${end}`
  const node = manifest.nodes.get(id)
  return `${what}${node?.name ?? id}${end} (${node?.originalFilePath ?? id})`
}

/** Each step with what changed the class on it; empty for a class that does not arrive. */
export const privacyPath = (
  manifest: Manifest,
  known: ReadonlyMap<string, NodePrivacy>,
  flow: Flow,
  privacy: PrivacyClass
): ReadonlyArray<string> => {
  const steps: Array<string> = []
  let wanted = privacy
  let at: Flow | undefined = flow
  while (at !== undefined) {
    // Through a column rather than through rows, where both are ways.
    const readings: ReadonlyArray<Reading> = [...at.values()].filter(({ is }) => is === wanted)
    const reading: Reading | undefined = readings.find(({ column }) => column !== "") ?? readings[0]
    if (reading === undefined) return steps
    const by = reading.by.length === 0 ? "" : ` [${reading.was} made ${reading.is} by ${reading.by.join(", ")}]`
    steps.push(placeOf(manifest, reading.relation, reading.column) + by)
    const next: NodePrivacy | undefined = known.get(reading.relation)
    if (next?.trusted !== undefined) return [...steps, `its YAML (trusted: ${next.trusted})`]
    wanted = reading.was
    at = reading.column === "" ? next?.rows : next?.columns.get(reading.column)
  }
  return steps
}
