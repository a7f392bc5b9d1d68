/** `run-operation`: calls one macro of the project, which may send statements. */
import { Effect } from "effect"
import { runStep } from "../jinja/Jinja.ts"
import { fromHost, toHost } from "../jinja/Json.ts"
import { HostObject, type Value } from "../jinja/Value.ts"
import { asProjectError, ProjectError } from "../ProjectError.ts"
import { parseProject } from "../project/ParseProject.ts"
import type { TransformOptions } from "../TransformOptions.ts"
import { makeCompiler } from "./Compile.ts"
import { freeNode } from "./Inline.ts"

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

export const runOperation = Effect.fn("RunOperation.run")(function* (options: OperationOptions) {
  const project = yield* asProjectError(parseProject(options))
  const compiler = yield* makeCompiler(project)
  const { scope, macros } = compiler.scopeOf(freeNode(project, options.macro), undefined, null)
  const [first = "", second] = options.macro.split(".")
  const owner = second === undefined ? undefined : scope.get(first)
  const macro: Value | undefined =
    second === undefined ? macros.get(first) : owner instanceof HostObject ? owner.attribute(second) : undefined
  if (!(macro instanceof HostObject) || !macro.callable) {
    return yield* new ProjectError({ subject: "run-operation", reason: `there is no macro '${options.macro}'` })
  }
  const named = new Map(Object.entries(options.args ?? {}).map(([name, value]) => [name, fromHost(value)] as const))
  const returned = yield* asProjectError(runStep(options.macro, () => macro.call([], named)))
  return { macro: options.macro, returned: toHost(returned as Value) } satisfies OperationReport
})
