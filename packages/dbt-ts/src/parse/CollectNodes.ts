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
import { readUnitTest, type UnitTestSurroundings } from "./UnitTests.ts"

export interface Collected {
  readonly manifest: Omit<Manifest, "projectName" | "docs">
  readonly templates: ReadonlyMap<string, Template>
  readonly seedText: ReadonlyMap<string, string>
}

type Unresolved = Draft["node"]

/** What is enabled, and what is not. */
interface Switched<A> {
  readonly on: ReadonlyArray<A>
  readonly off: ReadonlyArray<A>
}

const bySwitch = <A, B>(all: ReadonlyArray<A>, isOn: (each: A) => boolean, get: (each: A) => B): Switched<B> => ({
  on: all.filter(isOn).map(get),
  off: all.filter((each) => !isOn(each)).map(get)
})

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
  const { on, off } = bySwitch(
    drafts,
    ({ config }) => config["enabled"] !== false,
    (draft) => draft
  )
  return {
    on: unique<Exposure>(on.map((draft) => ({ ...draft, dependsOn: dependenciesOf(parsing, lookups, draft).ids }))),
    off: byId<Exposure>(off.map((draft) => ({ ...draft, dependsOn: [] })))
  }
}

/** Returns the texts of enabled seeds by their ids. */
const seedTexts = (parsing: Parsing, enabled: ReadonlyArray<Unresolved>): ReadonlyMap<string, string> => {
  const texts = new Map(
    [...parsing.packages.values()].flatMap((folder) =>
      folder.seeds.map(({ path, text }) => [`${folder.file.name}://${path}`, text] as const)
    )
  )
  return new Map(
    enabled
      .filter(({ resourceType }) => resourceType === "seed")
      .map((node) => [node.uniqueId, texts.get(`${node.packageName}://${node.originalFilePath}`) ?? ""])
  )
}

const unitTestsOf = (
  parsing: Parsing,
  surroundings: Omit<UnitTestSurroundings, "fixtures">,
  entries: ReadonlyArray<PropertyEntry>
) => {
  const drafts = entries.flatMap((entry) => {
    const fixtures = parsing.packages.get(entry.packageName)?.fixtures ?? []
    return readUnitTest(parsing, { ...surroundings, fixtures }, entry)
  })
  const { on, off } = bySwitch(
    drafts,
    ({ enabled }) => enabled,
    ({ test }) => test
  )
  return { on: unique<UnitTest>(on), off: byId(off) }
}

const lookupsOf = ({ base }: Parsing, nodes: Switched<Unresolved>, sources: Switched<Source>): Lookups => ({
  refs: new RefLookup(base.root, nodes.on.filter(referable)),
  disabledRefs: new RefLookup(base.root, nodes.off.filter(referable)),
  sources: new SourceLookup(base.root, sources.on),
  disabledSources: new SourceLookup(base.root, sources.off),
  nodes: unique(nodes.on)
})

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
  const sourceDrafts = yield* reading(() => entriesOf("sources").flatMap((entry) => readSource(parsing, entry)))
  const own = drafts.map(({ node }) => node)
  const planned: ReadonlyArray<Planned> = yield* reading(() => plannedTests(patches, sourceDrafts, own))
  const written = yield* Effect.forEach(planned, ({ tested, column, test }) =>
    genericTest(parsing, tested, column, test)
  )
  const all = [...drafts, ...withGroups(written, byId(own))]
  return yield* reading((): Collected => {
    const { on: enabled, off: disabled } = bySwitch(
      all,
      ({ node }) => node.config.enabled,
      ({ node }) => node
    )
    const sources = bySwitch(
      sourceDrafts,
      (draft) => draft.enabled,
      ({ source }) => source
    )
    const lookups = lookupsOf(parsing, { on: enabled, off: disabled }, sources)
    const allSources = unique(sourceDrafts.map(({ source }) => source))
    const { nodes: resolved, orphans } = resolveNodes(parsing, lookups, enabled)
    const nodes = withKeys(resolved, [...enabled, ...disabled])
    const groups = unique<Group>(entriesOf("groups").map((entry) => readGroup(parsing, entry)))
    const exposures = exposuresOf(
      parsing,
      lookups,
      entriesOf("exposures").map((entry) => readExposure(parsing, entry))
    )
    const seedText = seedTexts(parsing, enabled)
    const unitTests = unitTestsOf(
      parsing,
      { refs: lookups.refs, nodes: lookups.nodes, disabled: byId(disabled), seedText: (id) => seedText.get(id) },
      entriesOf("unit_tests")
    )
    const configured: ReadonlyArray<{ readonly fqn: ReadonlyArray<string> }> = [
      ...enabled,
      ...disabled,
      ...allSources.values(),
      ...exposures.on.values(),
      ...unitTests.on.values()
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
        sources: byId(sources.on),
        exposures: exposures.on,
        unitTests: unitTests.on,
        groups,
        macros: patchMacros(parsing.base.library.nodes(), entriesOf("macros"), parsing.warn),
        disabled: byId<Node>(disabled.map((node) => ({ ...node, dependsOn: [] }))),
        orphans,
        disabledSources: byId(sources.off),
        disabledExposures: exposures.off,
        disabledUnitTests: unitTests.off
      },
      templates: new Map(
        all.flatMap(({ node, template }) => (template === undefined ? [] : [[node.uniqueId, template] as const]))
      ),
      seedText
    }
  })
})
