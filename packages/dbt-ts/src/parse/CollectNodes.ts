/** Every node of a project, from its files and property files together. */
import { Effect } from "effect"
import type { Template } from "../jinja/Ast.ts"
import { refuse } from "../ProjectError.ts"
import { patchMacros } from "../project/MacroPatches.ts"
import type { Exposure, Group, Manifest, Node, Source, UnitTest } from "../project/Node.ts"
import { nodeFiles } from "../project/NodeFiles.ts"
import { patchNodes } from "../project/PatchNodes.ts"
import { primaryKey } from "../project/PrimaryKey.ts"
import type { PropertyKey } from "../project/properties/EntryKeys.ts"
import { readPatch } from "../project/properties/Patch.ts"
import type { PropertyEntry } from "../project/properties/PropertyFile.ts"
import { reading } from "../project/Reading.ts"
import { RefLookup, SourceLookup } from "../project/RefLookup.ts"
import { checkProject, referable } from "./CheckProject.ts"
import { type Draft, draftNode } from "./DraftNode.ts"
import { type ExposureDraft, readExposure } from "./Exposures.ts"
import { genericTest } from "./GenericTest.ts"
import { readGroup } from "./Groups.ts"
import type { Parsing } from "./Parsing.ts"
import { dependenciesOf, type Lookups, resolveNodes } from "./ResolveReferences.ts"
import { readSource } from "./Sources.ts"
import { type Planned, plannedTests } from "./TestPlan.ts"
import { readUnitTest } from "./UnitTests.ts"

export interface Collected {
  readonly manifest: Omit<Manifest, "projectName" | "docs">
  readonly templates: ReadonlyMap<string, Template>
  readonly seedText: ReadonlyMap<string, string>
}

type Unresolved = Draft["node"]

const unique = <A extends { readonly uniqueId: string; readonly originalFilePath: string }>(
  all: ReadonlyArray<A>
): ReadonlyMap<string, A> => {
  const found = new Map<string, A>()
  for (const each of all) {
    const other = found.get(each.uniqueId)
    if (other !== undefined) {
      refuse(each.originalFilePath, `defines ${each.uniqueId}, which is also in ${other.originalFilePath}`)
    }
    found.set(each.uniqueId, each)
  }
  return found
}

const byId = <A extends { readonly uniqueId: string }>(all: Iterable<A>): ReadonlyMap<string, A> =>
  new Map([...all].map((each) => [each.uniqueId, each]))

/** Tests belong to the group of what they test. */
const withGroups = (tests: ReadonlyArray<Draft>, nodes: ReadonlyMap<string, Unresolved>): ReadonlyArray<Draft> =>
  tests.map(({ node, template }) => ({
    node: { ...node, group: nodes.get(node.test?.attachedTo ?? "")?.group ?? node.group },
    template
  }))

const withKeys = (
  nodes: ReadonlyMap<string, Node>,
  tests: ReadonlyArray<Pick<Node, "test" | "config">>
): ReadonlyMap<string, Node> => {
  const ofNode = Map.groupBy(tests, ({ test }) => test?.attachedTo ?? "")
  return new Map(
    [...nodes].map(([id, node]) => [
      id,
      node.resourceType === "model" ? { ...node, primaryKey: primaryKey(node, ofNode.get(id) ?? []) } : node
    ])
  )
}

const exposuresOf = (parsing: Parsing, lookups: Lookups, drafts: ReadonlyArray<ExposureDraft>) => {
  const on: Array<Exposure> = []
  const off: Array<Exposure> = []
  for (const draft of drafts) {
    if (draft.config["enabled"] === false) off.push({ ...draft, dependsOn: [] })
    else on.push({ ...draft, dependsOn: dependenciesOf(parsing, lookups, draft).ids })
  }
  return { on: unique(on), off: byId(off) }
}

const seedTexts = (parsing: Parsing): ReadonlyMap<string, string> =>
  new Map(
    [...parsing.packages.values()].flatMap((folder) =>
      folder.seeds.map(({ path, text }) => [`${folder.file.name}://${path}`, text] as const)
    )
  )

export const collectNodes = Effect.fn("CollectNodes.collect")(function* (
  parsing: Parsing,
  entries: ReadonlyArray<PropertyEntry>
) {
  const entriesOf = (...keys: ReadonlyArray<PropertyKey>) => entries.filter(({ key }) => keys.includes(key))
  const patches = yield* reading(() =>
    entriesOf("models", "seeds", "snapshots", "analyses", "data_tests").map(readPatch)
  )
  const files = yield* reading(() => [...parsing.packages.values()].flatMap(nodeFiles))
  const identities = yield* reading(() => patchNodes(files, patches, parsing.warn))
  const drafts = yield* Effect.forEach(identities, (identity) => draftNode(parsing, identity))
  const sources = yield* reading(() => entriesOf("sources").flatMap((entry) => readSource(parsing, entry)))
  const own = drafts.map(({ node }) => node)
  const planned: ReadonlyArray<Planned> = yield* reading(() => plannedTests(patches, sources, own))
  const written = yield* Effect.forEach(planned, ({ tested, column, test }) =>
    genericTest(parsing, tested, column, test)
  )
  const all = [...drafts, ...withGroups(written, byId(own))]
  return yield* reading((): Collected => {
    const enabled = all.map(({ node }) => node).filter(({ config }) => config.enabled)
    const disabled = all.map(({ node }) => node).filter(({ config }) => !config.enabled)
    const nodesById = unique(enabled)
    const allSources = unique(sources.map(({ source }) => source))
    const on = (wanted: boolean): ReadonlyArray<Source> =>
      sources.filter(({ enabled: each }) => each === wanted).map(({ source }) => source)
    const { root } = parsing.base
    const lookups: Lookups = {
      refs: new RefLookup(root, enabled.filter(referable)),
      disabledRefs: new RefLookup(root, disabled.filter(referable)),
      sources: new SourceLookup(root, on(true)),
      disabledSources: new SourceLookup(root, on(false)),
      nodes: nodesById
    }
    const { nodes: resolved, orphans } = resolveNodes(parsing, lookups, enabled)
    const groups = unique<Group>(entriesOf("groups").map((entry) => readGroup(parsing, entry)))
    const exposures = exposuresOf(
      parsing,
      lookups,
      entriesOf("exposures").map((entry) => readExposure(parsing, entry))
    )
    const texts = seedTexts(parsing)
    const textOf = (node: Pick<Node, "packageName" | "originalFilePath"> | undefined): string | undefined =>
      node === undefined ? undefined : texts.get(`${node.packageName}://${node.originalFilePath}`)
    const units = entriesOf("unit_tests").flatMap((entry) =>
      readUnitTest(
        parsing,
        {
          refs: lookups.refs,
          nodes: nodesById,
          disabled: byId(disabled),
          seedText: (id) => textOf(nodesById.get(id)),
          fixtures: parsing.packages.get(entry.packageName)?.fixtures ?? []
        },
        entry
      )
    )
    const unitTests = unique<UnitTest>(units.filter((each) => each.enabled).map(({ test }) => test))
    const off = new Map<string, Node>(disabled.map((node) => [node.uniqueId, { ...node, dependsOn: [] }]))
    const nodes = withKeys(resolved, [...enabled, ...disabled])
    const configured: ReadonlyArray<{ readonly fqn: ReadonlyArray<string> }> = [
      ...enabled,
      ...disabled,
      ...allSources.values(),
      ...exposures.on.values(),
      ...unitTests.values()
    ]
    checkProject(
      parsing,
      nodes,
      groups,
      configured.map(({ fqn }) => fqn)
    )
    return {
      manifest: {
        nodes,
        sources: byId(on(true)),
        exposures: exposures.on,
        unitTests,
        groups,
        macros: patchMacros(parsing.base.library.nodes(), entriesOf("macros"), parsing.warn),
        disabled: off,
        orphans,
        disabledSources: byId(on(false)),
        disabledExposures: exposures.off,
        disabledUnitTests: byId(units.filter((each) => !each.enabled).map(({ test }) => test))
      },
      templates: new Map(
        all.flatMap(({ node, template }) => (template === undefined ? [] : [[node.uniqueId, template] as const]))
      ),
      seedText: new Map(
        enabled.flatMap((node) => (node.resourceType === "seed" ? [[node.uniqueId, textOf(node) ?? ""] as const] : []))
      )
    }
  })
})
