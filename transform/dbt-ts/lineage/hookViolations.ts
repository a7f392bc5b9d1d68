/** What a hook puts into a table that may not hold it. */
import type { Manifest, Node } from "../project/Node.ts"
import { bindQuery } from "./bind/bindQuery.ts"
import type { Surroundings } from "./derivePrivacy.ts"
import { classesOf, type Flow } from "./Flow.ts"
import type { NodePrivacy } from "./NodePrivacy.ts"
import { type PrivacyClass, strongestFirst } from "./PrivacyClass.ts"
import { privacyPath } from "./PrivacyPath.ts"
import { modelPrivacy } from "./PrivacySettings.ts"
import { parseInsert } from "./sql/parseInsert.ts"
import { lineAt, SqlError } from "./sql/SqlError.ts"

const open: ReadonlySet<PrivacyClass> = new Set(["open"])

/** What may be in the table: what its model may expose; in one that is not the project's only what is open. */
const mayHold = (manifest: Manifest, into: ReadonlyArray<string>): ReadonlySet<PrivacyClass> => {
  const target = [...manifest.nodes.values()].find(
    ({ resourceType, schema, alias }) =>
      (resourceType === "model" || resourceType === "snapshot") && `${schema}.${alias}` === into.join(".")
  )
  return target === undefined ? open : (modelPrivacy(target)?.mayExpose ?? open)
}

/** Sentences for an operator; empty for a hook that puts nothing where it may not be. */
export const hookViolations = (
  manifest: Manifest,
  node: Node,
  sql: string,
  known: ReadonlyMap<string, NodePrivacy>,
  surroundings: Surroundings
): ReadonlyArray<string> => {
  try {
    const insert = parseInsert(sql)
    if (insert === undefined) return []
    const may = mayHold(manifest, insert.into)
    const { columns, rows } = bindQuery(insert.query, undefined, surroundings)
    const look = (what: string, flow: Flow): ReadonlyArray<string> =>
      strongestFirst(classesOf(flow))
        .filter((each) => each !== "open" && !may.has(each))
        .map((each) => {
          const path = [what, ...privacyPath(manifest, known, flow, each)].join(" <- ")
          return `privacy: a hook of ${node.name} puts '${each}' into ${insert.into.join(".")}, which may not hold it: ${path}`
        })
    return [...[...columns].flatMap(([name, flow]) => look(name, flow)), ...look("its rows", rows)]
  } catch (thrown) {
    if (!(thrown instanceof SqlError)) throw thrown
    const where = `line ${lineAt(sql, thrown.offset)}`
    return [`privacy: what a hook of ${node.name} puts where is not known: ${where}: ${thrown.message}`]
  }
}
