/** `run-operation`: calls one macro of the project, which may send statements. */
import { Clock, Effect } from "effect"
import { argsDocument } from "../artefacts/ArgsDocument.ts"
import { makeInvocation } from "../Invocation.ts"
import { runStep } from "../jinja/Jinja.ts"
import { fromHost, toHost } from "../jinja/Json.ts"
import { HostObject, type Value } from "../jinja/Value.ts"
import { asProjectError, ProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import { ClickHouse } from "../store/ClickHouse.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { makeCompiler } from "./Compile.ts"
import { freeNode } from "./Inline.ts"
import { type NodeResult, noDetails } from "./NodeResult.ts"
import { makePrivacyGuard } from "./PrivacyGuard.ts"
import { writeArtefacts } from "./WriteArtefacts.ts"

export interface OperationOptions extends TransformOptions {
  /** A macro's name, or `package.name`. */
  readonly macro: string
  readonly args?: Readonly<Record<string, unknown>> | undefined
}

export interface OperationReport {
  readonly macro: string
  /** What the macro returned. */
  readonly returned: unknown
}

/**
 * Calls one macro of the project, which may execute statements.
 *
 * @example
 * ```ts
 * import { runOperation } from "@corridor/dbt-ts/Transform"
 *
 * export const program = runOperation({ projectDir: "shelter", macro: "drop_old_tables", args: { days: 30 } })
 * ```
 */
export const runOperation = Effect.fn("RunOperation.run")(function* (options: OperationOptions) {
  const project = yield* asProjectError(parseProject({ which: "run-operation", ...options }))
  const node = freeNode(project, options.macro)
  const { oversee } = yield* makePrivacyGuard(project)
  const overseen = oversee === undefined ? undefined : yield* asProjectError(oversee(options.macro, node))
  const compiler = yield* overseen === undefined
    ? makeCompiler(project)
    : Effect.provideService(makeCompiler(overseen.project), ClickHouse, overseen.clickhouse)
  const { scope, macros } = compiler.scopeOf(node, undefined, null)
  const [first = "", second] = options.macro.split(".")
  const owner = second === undefined ? undefined : scope.get(first)
  const macro: Value | undefined =
    second === undefined ? macros.get(first) : owner instanceof HostObject ? owner.attribute(second) : undefined
  if (!(macro instanceof HostObject) || !macro.callable) {
    return yield* new ProjectError({ subject: "run-operation", reason: `there is no macro '${options.macro}'` })
  }
  const named = new Map(Object.entries(options.args ?? {}).map(([name, value]) => [name, fromHost(value)] as const))
  const called = [...project.manifest.macros.values()].find(
    ({ name, packageName }) => name === (second ?? first) && (second === undefined || packageName === first)
  )
  const start = yield* Clock.currentTimeMillis
  const returned = yield* asProjectError(runStep(options.macro, () => macro.call([], named)))
  const now = yield* Clock.currentTimeMillis
  const seconds = (now - start) / 1000
  const times = { startedAt: start, completedAt: now }
  const result: NodeResult = {
    ...noDetails,
    uniqueId: called?.uniqueId ?? `macro.${project.manifest.projectName}.${options.macro}`,
    name: options.macro,
    resourceType: "macro",
    status: "success",
    message: null,
    failures: 0,
    seconds,
    startedAt: start,
    timing: [
      { name: "compile", ...times },
      { name: "execute", ...times }
    ],
    thread: "main"
  }
  yield* writeArtefacts({
    project,
    projectDir: options.projectDir,
    targetPath: targetPathOf(options, project.file),
    results: [result],
    ephemerals: new Map(),
    selectors: new Map(),
    seconds,
    invocation: yield* makeInvocation(start),
    args: { ...argsDocument("run-operation", options), macro: options.macro }
  })
  return { macro: options.macro, returned: toHost(returned as Value) } satisfies OperationReport
})
