/** The verbs that run nodes: choosing, hooks, scheduling, artefacts. */
import { Clock, Effect } from "effect"
import { argsDocument } from "../artefacts/ArgsDocument.ts"
import { type Invocation, makeInvocation } from "../Invocation.ts"
import type { Project } from "../parse/ParseProject.ts"
import type { Column, Node } from "../project/Node.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { type Chosen, chooseNodes } from "./ChooseNodes.ts"
import { makeCompiler } from "./Compile.ts"
import { checkGrants } from "./checkGrants.ts"
import { blocks, type NodeResult } from "./NodeResult.ts"
import { skipped } from "./Outcome.ts"
import { type ColumnPrivacy, makePrivacyGuard, noGuard, type PrivacyGuard } from "./PrivacyGuard.ts"
import { endNames, projectHooks, runProjectHooks } from "./ProjectHooks.ts"
import { runChosen, skipChosen } from "./RunChosen.ts"
import type { RunContext } from "./RunContext.ts"
import { createSchemas } from "./RunNode.ts"
import { schedule } from "./Scheduler.ts"
import { storedFailuresAs } from "./test/StoredFailures.ts"
import { writeArtefacts } from "./WriteArtefacts.ts"

const blank = (name: string): Column => ({ name, description: "", dataType: undefined, meta: {}, tags: [] })

const withClasses = (node: Node, classes: ReadonlyMap<string, ColumnPrivacy>): Node => {
  const columns = new Map(node.columns)
  for (const [name, privacy] of classes) {
    const column = columns.get(name) ?? blank(name)
    columns.set(name, { ...column, meta: { ...column.meta, corridor_privacy: privacy } })
  }
  return { ...node, columns }
}

/** Returns the project with `corridor_privacy` at each column: its class and the path to its source. */
const withPrivacy = (project: Project, guard: PrivacyGuard): Project => {
  const classes = guard.columns()
  if (classes.size === 0) return project
  const nodes = new Map(
    [...project.manifest.nodes].map(([id, node]) => {
      const own = classes.get(id)
      return [id, own === undefined ? node : withClasses(node, own)]
    })
  )
  return { ...project, manifest: { ...project.manifest, nodes } }
}

export interface TransformReport {
  /** In the order in which they ended. */
  readonly results: ReadonlyArray<NodeResult>
  /** Nodes that ended as `fail`, `error` or `skipped`. */
  readonly failed: number
  readonly seconds: number
}

export type Verb = "build" | "run" | "test" | "seed" | "snapshot" | "compile"

/** The kinds of nodes that a verb runs. */
export const kindsOf: Readonly<Record<Verb, ReadonlyArray<string>>> = {
  build: ["model", "seed", "snapshot", "test", "unit_test", "exposure"],
  run: ["model"],
  test: ["test", "unit_test"],
  seed: ["seed"],
  snapshot: ["snapshot"],
  compile: ["model", "seed", "snapshot", "test", "analysis", "operation"]
}

/** A skipped exposure is not a failure. */
const isFailure = ({ status, resourceType }: NodeResult): boolean =>
  blocks(status) && !(resourceType === "exposure" && status === "skipped")

/** Returns whether the verb runs SQL whose columns' privacy has to be checked first: models, snapshots, kept failures of tests, hooks. */
const mayExpose = ({ nodes, project }: Chosen, { storeFailures }: TransformOptions, onlyCompile: boolean) =>
  [...nodes.values()].some(
    (node) =>
      ["model", "snapshot"].includes(node.resourceType) ||
      (node.resourceType === "test" && storedFailuresAs(node, storeFailures === true) !== undefined)
  ) ||
  (!onlyCompile &&
    (["on-run-start", "on-run-end"] as const).some((time) => projectHooks(project.manifest, time).length > 0))

interface Ended {
  readonly verb: Verb
  readonly context: RunContext
  readonly chosen: Chosen
  readonly begun: Invocation
  readonly results: ReadonlyArray<NodeResult>
  /** The ephemeral models that were chosen and not skipped. */
  readonly ephemeral: ReadonlyArray<Node>
}

/** Writes the artefacts of the nodes that have ended, and returns the report. */
const writeReport = Effect.fn("Execute.writeReport")(function* (ended: Ended) {
  const { verb, context, chosen, begun, results, ephemeral } = ended
  const { project, compiler, guard, options } = context
  const now = yield* Clock.currentTimeMillis
  const ephemerals = new Map<string, string>()
  const used = [...compiler.used, ...guard.used].flatMap((id) => project.manifest.nodes.get(id) ?? [])
  for (const node of new Set([...ephemeral, ...used])) {
    // Its error is reported by every model that uses it.
    const compiled = yield* Effect.option(compiler.compile(node))
    if (compiled._tag === "Some") ephemerals.set(node.uniqueId, compiled.value.sql)
  }
  const seconds = (now - begun.startedAt) / 1000
  yield* writeArtefacts({
    project: withPrivacy(project, guard),
    projectDir: options.projectDir,
    targetPath: targetPathOf(options, project.file),
    results,
    ephemerals,
    selectors: chosen.selectors,
    seconds,
    invocation: { ...begun, generatedAt: now },
    args: argsDocument(verb, options)
  })
  return { results, failed: results.filter(isFailure).length, seconds } satisfies TransformReport
})

export const execute = Effect.fn("Execute.execute")(function* (verb: Verb, given: TransformOptions) {
  const begun = yield* makeInvocation(yield* Clock.currentTimeMillis)
  const chosen = yield* chooseNodes({ which: verb, invocation: begun, ...given }, kindsOf[verb], verb === "build")
  const { project, graph } = chosen
  const { options } = project
  const onlyCompile = verb === "compile"
  if (!onlyCompile) yield* checkGrants(chosen.nodes.values())
  const compiler = yield* makeCompiler(project, options.empty === true)
  const exposing = mayExpose(chosen, options, onlyCompile)
  const guard = exposing ? yield* makePrivacyGuard(project, options.empty === true) : noGuard
  const context: RunContext = { project, compiler, guard, options, label: begun.id, onlyCompile }
  const skippedIds = new Set<string>()
  const ephemeral = [...chosen.nodes.values()].filter(({ config }) => config.materialized === "ephemeral")
  const total = chosen.nodes.size + chosen.exposures.size + chosen.unitTests.size - ephemeral.length
  const hasHooks = !onlyCompile && total > 0
  const results: Array<NodeResult> = []
  let done = 0
  const report = (result: NodeResult): Effect.Effect<void> =>
    Effect.suspend(() => {
      results.push(result)
      done++
      const { name, resourceType, status, seconds } = result
      const rows = result.rows ?? result.failures
      return options.onProgress?.({ done, of: total, name, resourceType, status, rows, seconds }) ?? Effect.void
    })
  const finish = Effect.suspend(() => {
    const runEphemeral = ephemeral.filter(({ uniqueId }) => !skippedIds.has(uniqueId))
    return writeReport({ verb, context, chosen, begun, results, ephemeral: runEphemeral })
  })
  const work = Effect.gen(function* () {
    if (!onlyCompile) yield* createSchemas(context, [...chosen.nodes.values()])
    if (hasHooks) results.push(...(yield* runProjectHooks(context, "on-run-start", {})))
    yield* schedule({
      graph,
      order: chosen.order,
      threads: options.threads ?? project.target.threads,
      failFast: options.failFast === true,
      skippedIsCause: verb === "build",
      run: (id, thread) => runChosen(context, chosen, id, thread),
      skip: (id, because) => {
        skippedIds.add(id)
        return skipChosen(chosen, id, because)
      },
      done: report
    })
    // As in dbt, no ephemeral model is reported as run.
    const stopped = options.failFast === true && results.some(({ status }) => status === "error" || status === "fail")
    for (const node of stopped ? ephemeral : []) results.push(yield* skipped(node, { id: "fail_fast" }, ""))
    if (hasHooks && projectHooks(project.manifest, "on-run-end").length > 0) {
      results.push(...(yield* runProjectHooks(context, "on-run-end", endNames(project.manifest, results))))
    }
  })
  // An interrupted run reports the nodes that had ended.
  yield* Effect.onInterrupt(work, () => Effect.ignore(finish))
  return yield* finish
})
