/** What one call of a verb works on, in the order in which it is run. */
import { Effect } from "effect"
import { choose } from "../graph/Choose.ts"
import { connectTests, Graph } from "../graph/Graph.ts"
import type { NamedSelection } from "../graph/SelectorFile.ts"
import { asProjectError, ProjectError } from "../ProjectError.ts"
import { type Project, parseProject } from "../parse/ParseProject.ts"
import type { Exposure, Node, UnitTest } from "../project/Node.ts"
import type { TransformOptions } from "../TransformOptions.ts"

/** dbt's order: by the length of the longest way from a node that waits for none, then by unique id. */
export const runOrder = (graph: Graph, chosen: ReadonlySet<string>): ReadonlyArray<string> => {
  const levels = new Map<string, number>()
  for (const id of graph.inOrder() ?? []) {
    const above = [...graph.parents(id)].map((parent) => (levels.get(parent) ?? 0) + (chosen.has(parent) ? 1 : 0))
    levels.set(id, Math.max(0, ...above))
  }
  return [...chosen].sort((a, b) => (levels.get(a) ?? 0) - (levels.get(b) ?? 0) || (a < b ? -1 : 1))
}

export interface Chosen {
  readonly project: Project
  readonly graph: Graph
  /** Unique ids in dbt's order; unit tests that run with their model are not among them. */
  readonly order: ReadonlyArray<string>
  readonly nodes: ReadonlyMap<string, Node>
  readonly exposures: ReadonlyMap<string, Exposure>
  readonly unitTests: ReadonlyMap<string, UnitTest>
  /** Chosen unit tests by the chosen model that they are run before. */
  readonly testsOfModel: ReadonlyMap<string, ReadonlyArray<UnitTest>>
  /** The selectors of `selectors.yml`. */
  readonly selectors: ReadonlyMap<string, NamedSelection>
}

const only = <A>(all: ReadonlyMap<string, A>, ids: ReadonlySet<string>): ReadonlyMap<string, A> =>
  new Map([...all].filter(([id]) => ids.has(id)))

/** `build` makes models wait for the tests of what they read, and runs unit tests before their model. */
export const chooseNodes = Effect.fn("ChooseNodes.choose")(function* (
  given: TransformOptions,
  kinds: ReadonlyArray<string>,
  isBuild = false
) {
  const project = yield* asProjectError(parseProject(given))
  const { manifest } = project
  const graph = new Graph(manifest)
  if (graph.inOrder() === undefined) {
    return yield* new ProjectError({ subject: "project", reason: "models depend on each other in a circle" })
  }
  const { ids, selectors } = yield* asProjectError(choose(project, { all: kinds, byDefault: kinds }, graph))
  if (isBuild) connectTests(graph, manifest)
  // A unit test whose model is not chosen is not run, as in dbt's `build`.
  const isRun = (id: string): boolean => !isBuild || ids.has(manifest.unitTests.get(id)?.modelId ?? "")
  const unitTests = only(manifest.unitTests, new Set([...ids].filter(isRun)))
  const testsOfModel = new Map<string, Array<UnitTest>>()
  if (isBuild) {
    for (const id of [...unitTests.keys()].sort()) {
      const test = unitTests.get(id) as UnitTest
      testsOfModel.set(test.modelId, [...(testsOfModel.get(test.modelId) ?? []), test])
    }
  }
  const order = runOrder(graph, new Set([...ids].filter((id) => !isBuild || !manifest.unitTests.has(id))))
  return {
    project: { ...project, base: { ...project.base, selected: order } },
    graph,
    order,
    nodes: only(manifest.nodes, ids),
    exposures: only(manifest.exposures, ids),
    unitTests,
    testsOfModel,
    selectors
  } satisfies Chosen
})
