/** The generic tests that property files request, each with the node or column that it is attached to. */

import type { Node } from "../project/Node.ts"
import type { WrittenColumn } from "../project/properties/Columns.ts"
import type { Patch } from "../project/properties/Patch.ts"
import type { WrittenVersion } from "../project/properties/Versions.ts"
import type { WrittenTest } from "../project/properties/WrittenTest.ts"
import type { Tested } from "./GenericTest.ts"
import type { SourceDraft } from "./Sources.ts"

export interface Planned {
  readonly tested: Tested
  readonly column: string | undefined
  readonly test: WrittenTest
}

type Known = Pick<Node, "uniqueId" | "packageName" | "name" | "version" | "resourceType">

const tests = (
  tested: Tested,
  columns: ReadonlyArray<WrittenColumn>,
  own: ReadonlyArray<WrittenTest>,
  quotes: boolean | undefined
): ReadonlyArray<Planned> => [
  ...columns.flatMap(({ column, tests: written }) => {
    const quoted = column.quote ?? quotes ?? false
    const name = quoted ? `"${column.name}"` : column.name
    const ofColumn = { ...tested, tags: [...tested.tags, ...column.tags] }
    return written.map((test) => ({ tested: ofColumn, column: name, test }))
  }),
  ...own.map((test) => ({ tested, column: undefined, test }))
]

const testedNode = (patch: Patch, nodes: ReadonlyArray<Known>, version: WrittenVersion | undefined): Tested => {
  const { packageName, file } = patch.from
  const { name } = patch
  const v = version?.v
  const matches = nodes.filter((each) => each.name === name && each.version === v)
  const node = matches.find((each) => each.packageName === packageName) ?? matches[0]
  return {
    uniqueId: node?.uniqueId ?? `model.${packageName}.${name}${v === undefined ? "" : `.v${v}`}`,
    packageName,
    file: file.path,
    name: v === undefined ? name : `${name}_v${v}`,
    call: v === undefined ? `ref('${name}')` : `ref('${name}', version='${v}')`,
    isSource: false,
    refs: [{ name, package: undefined, version: v }],
    sources: [],
    tags: []
  }
}

const ofPatch = (patch: Patch, nodes: ReadonlyArray<Known>): ReadonlyArray<Planned> => {
  if (patch.versions.length === 0) {
    return tests(testedNode(patch, nodes, undefined), patch.columns, patch.tests, patch.quoteColumns)
  }
  return patch.versions.flatMap((version) => {
    const columns = [...patch.columns.filter(({ column }) => version.includes(column.name)), ...version.columns]
    return tests(testedNode(patch, nodes, version), columns, version.tests ?? patch.tests, patch.quoteColumns)
  })
}

const ofSource = ({ source, columns, tests: own, testTags, quoteColumns }: SourceDraft): ReadonlyArray<Planned> => {
  const { sourceName, name } = source
  const tested: Tested = {
    uniqueId: source.uniqueId,
    packageName: source.packageName,
    file: source.originalFilePath,
    name: `${sourceName}_${name}`,
    call: `source('${sourceName}', '${name}')`,
    isSource: true,
    refs: [],
    sources: [[sourceName, name]],
    tags: testTags
  }
  return tests(tested, columns, own, quoteColumns)
}

/** Only what can be tested: models, seeds and snapshots, then sources. */
export const plannedTests = (
  patches: ReadonlyArray<Patch>,
  sources: ReadonlyArray<SourceDraft>,
  nodes: ReadonlyArray<Known>
): ReadonlyArray<Planned> => [
  ...patches
    .filter(({ from }) => ["models", "seeds", "snapshots"].includes(from.key))
    .flatMap((patch) => ofPatch(patch, nodes)),
  ...sources.flatMap(ofSource)
]
