/** dbt-ts as a runner of scenarios: the same arguments, understood as the command line understands them. */
import { Effect, type FileSystem } from "effect"
import { parse } from "yaml"
import { ClickHouse } from "../../../src/store/ClickHouse.ts"
import * as Transform from "../../../src/Transform.ts"
import type { TransformOptions } from "../../../src/TransformOptions.ts"
import type { Runner } from "./RunScenario.ts"
import type { Scenario } from "./Scenario.ts"

type Given = Record<string, unknown>

const lists = new Set(["select", "exclude", "resourceTypes", "excludeResourceTypes"])
const names: Readonly<Record<string, string>> = {
  select: "select",
  exclude: "exclude",
  "resource-type": "resourceTypes",
  "exclude-resource-type": "excludeResourceTypes",
  selector: "selector",
  state: "state",
  "indirect-selection": "indirectSelection",
  vars: "vars",
  args: "args",
  threads: "threads"
}
const switches: Readonly<Record<string, string>> = {
  "full-refresh": "fullRefresh",
  "fail-fast": "failFast",
  "store-failures": "storeFailures",
  "warn-error": "warnError",
  empty: "empty"
}

/** Flags of dbt as options of dbt-ts; words before the first flag are left. */
export const optionsOf = (
  args: ReadonlyArray<string>
): { readonly words: ReadonlyArray<string>; readonly options: Given } => {
  const options: Given = {}
  const words: Array<string> = []
  let name: string | undefined
  for (const arg of args) {
    if (arg.startsWith("--")) {
      const flag = arg.slice(2)
      const on = switches[flag]
      if (on !== undefined) options[on] = true
      else if (names[flag] === undefined) throw new Error(`${arg} is not known here`)
      name = on === undefined ? names[flag] : undefined
    } else if (name === undefined) words.push(arg)
    else if (lists.has(name)) options[name] = [...((options[name] as Array<string> | undefined) ?? []), arg]
    else options[name] = name === "threads" ? Number(arg) : name === "vars" || name === "args" ? parse(arg) : arg
  }
  return { words, options }
}

type Services = ClickHouse | FileSystem.FileSystem

/** `run` is how effects are run: the services are the caller's. */
export const ownRunner = (
  scenario: Pick<Scenario, "schema" | "env">,
  projectDir: string,
  run: <A, E>(effect: Effect.Effect<A, E, Services>) => Promise<A>
): Runner => {
  const common = (given: Given): TransformOptions => ({
    projectDir,
    targetPath: `${projectDir}/target`,
    target: { name: "corridor", schema: scenario.schema, threads: 4 },
    env: scenario.env,
    isWholeEnvironment: true,
    ...given,
    ...(given["state"] === undefined ? {} : { state: `${projectDir}/${given["state"]}` })
  })
  const verbs = Transform as unknown as Readonly<
    Record<
      string,
      (options: Given) => Effect.Effect<{ readonly failed?: number }, { readonly message?: string }, Services>
    >
  >
  const verb = (name: string, options: Given) =>
    run(
      Effect.suspend(() => verbs[name]?.(options) ?? Effect.die(`no verb ${name}`)).pipe(
        Effect.map(({ failed }) => ({ success: (failed ?? 0) === 0, raised: null })),
        Effect.catchCause((cause) => Effect.succeed({ success: false, raised: String(cause).slice(0, 600) }))
      )
    )
  return {
    run: (args) => {
      const { words, options } = optionsOf(args)
      const [first = "", second] = words
      const given = common(options) as unknown as Given
      switch (first) {
        case "source":
          return verb("sourceFreshness", given)
        case "docs":
          return verb("docsGenerate", given)
        case "run-operation":
          return verb("runOperation", { ...given, macro: second })
        default:
          return verb(first, given)
      }
    },
    list: (args) =>
      run(
        Transform.ls(common(optionsOf(args).options)).pipe(
          Effect.map((listed) => listed.map(({ selector }) => selector)),
          Effect.catchCause((cause) => Effect.succeed(String(cause).slice(0, 300)))
        )
      ),
    ask: (sql) =>
      run(
        Effect.gen(function* () {
          const clickhouse = yield* ClickHouse
          return yield* clickhouse.query<Record<string, unknown>>(sql)
        })
      ),
    send: (sql) => run(Effect.flatMap(ClickHouse, (clickhouse) => clickhouse.command(sql)))
  }
}
