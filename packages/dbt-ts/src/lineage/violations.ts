/** What a model exposes and may not, each with the way by which it came. */
import type { Manifest, Node } from "../project/Node.ts"
import { classesOf, type Flow } from "./Flow.ts"
import type { NodePrivacy } from "./NodePrivacy.ts"
import { strongestFirst } from "./PrivacyClass.ts"
import { privacyPath } from "./PrivacyPath.ts"
import { modelPrivacy } from "./PrivacySettings.ts"

/** Returns a message per violation; empty for a permitted model. */
export const violations = (
  manifest: Manifest,
  node: Node,
  known: ReadonlyMap<string, NodePrivacy>
): ReadonlyArray<string> => {
  const privacy = known.get(node.uniqueId)
  if (privacy === undefined) return []
  if (privacy.unknown !== undefined) return [`privacy: what ${node.name} exposes is not known: ${privacy.unknown}`]
  // An ephemeral model is not a relation: what uses it is looked at.
  if (node.config.materialized === "ephemeral") return []
  const settings = modelPrivacy(node)
  if (settings === undefined) {
    return [
      `privacy: ${node.name} does not declare what it may expose: set meta: {privacy: {may_expose: […]}} at it or its folder`
    ]
  }
  const { mayExpose } = settings
  const may = [...mayExpose].join(", ")
  const look = (subject: string, flow: Flow): ReadonlyArray<string> =>
    strongestFirst(classesOf(flow))
      .filter((each) => each !== "open" && !mayExpose.has(each))
      .map((each) => {
        const path = [subject, ...privacyPath(manifest, known, flow, each)].join(" <- ")
        return `privacy: ${subject} is '${each}', which ${node.name} may not expose (allowed: ${may}): ${path}`
      })
  const classes = new Set([...privacy.columns.values()].flatMap((flow) => [...classesOf(flow)]))
  // Groups without their size cannot be protected when they are published.
  const sizeless = !mayExpose.has("quasi") && classes.has("dimension") && !classes.has("aggregate")
  return [
    ...(sizeless ? [`privacy: ${node.name} has dimensions of groups of persons but no count of each group`] : []),
    ...[...privacy.columns].flatMap(([name, flow]) => look(`${node.name}.${name}`, flow)),
    // Each column may be harmless while each row describes one person.
    ...look(`the presence of rows in ${node.name}`, privacy.rows)
  ]
}
