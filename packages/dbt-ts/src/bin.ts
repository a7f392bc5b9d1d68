#!/usr/bin/env node
/** The command `dbt-ts`. */
import { resolve } from "node:path"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Console, Effect, Exit, Redacted } from "effect"
import { CliError, Command, Flag } from "effect/cli"
import { commandHost } from "./command/CommandHost.ts"
import { dbtCommands } from "./command/commands.ts"
import { dbtText, optional } from "./command/Flags.ts"
import { interruptedCode } from "./command/interruptedCode.ts"
import { readProfile } from "./command/Profile.ts"
import { spreadValues } from "./command/spreadValues.ts"
import { UsageError } from "./command/UsageError.ts"
import type { ClickHouseError } from "./store/ClickHouse.ts"

let exitCode = 0
let isInterruptedWell = false

const environment = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )

/** Variables that change what dbt builds, by flags that dbt-ts lacks. */
const unsupported = [
  ...["DBT_DEFER", "DBT_DEFER_STATE", "DBT_DEFER_TO_STATE", "DBT_FAVOR_STATE", "DBT_FAVOR_STATE_MODE", "DBT_SAMPLE"],
  ...["DBT_EVENT_TIME_START", "DBT_EVENT_TIME_END", "DBT_RESOURCE_TYPES", "DBT_EXCLUDE_RESOURCE_TYPES"],
  "DBT_WARN_ERROR_OPTIONS"
]

const isOn = (value: string | undefined): boolean => value !== undefined && !/^(|0|f|false|n|no|off)$/i.test(value)

const host = commandHost({
  name: "dbt-ts",
  projectDir: ".",
  flags: {
    profilesDir: optional(
      Flag.String("profiles-dir").pipe(
        Flag.withDescription("folder with profiles.yml (default: DBT_PROFILES_DIR, the project's folder, ~/.dbt)")
      )
    ),
    profile: optional(dbtText("profile", "profile, instead of the project's own"))
  },
  open: Effect.fnUntraced(function* ({ profilesDir, profile }, { projectDir, target }) {
    const env = environment()
    const variable = unsupported.find((name) => isOn(env[name]))
    if (variable !== undefined)
      return yield* new UsageError({ message: `the environment variable ${variable} is not supported: unset it` })
    const profilesAt = profilesDir === undefined ? undefined : resolve(profilesDir)
    const opened = yield* readProfile({ projectDir, profile, target, profilesDir: profilesAt, env })
    return { ...opened, env, isWholeEnvironment: true }
  }),
  print: Effect.fnUntraced(function* (json, output) {
    exitCode = output.exitCode ?? 0
    if (json) yield* Console.log(JSON.stringify(output.json))
    else for (const line of output.lines) yield* Console.log(line)
  }),
  untilInterrupted: (effect) => Effect.onInterrupt(effect, () => Effect.sync(() => (isInterruptedWell = true)))
})

interface Tagged {
  readonly _tag: string
  readonly message: string
}

/** Errors that a person can act on, with their exit codes; any other is a defect. */
const codes: Readonly<Record<string, number>> = {
  ProjectError: 1,
  TemplateError: 1,
  UsageError: 2,
  PlatformError: 3,
  ClickHouseError: 3
}

const printFailure = Effect.fnUntraced(function* (cause: Cause.Cause<unknown>) {
  const error = Cause.squash(cause) as Partial<Tagged>
  const code = codes[error._tag ?? ""]
  exitCode = code ?? 3
  if (code === undefined) return yield* Console.error(Cause.pretty(cause))
  yield* Console.error(error.message)
  if (error._tag === "ClickHouseError") yield* Console.error(Redacted.value((error as ClickHouseError).detail))
})

const args = spreadValues(process.argv.slice(2))
const dbt = Command.make("dbt-ts").pipe(
  Command.withDescription("dbt for ClickHouse"),
  Command.withSubcommands(dbtCommands(host))
)

process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3))

const program = Command.runWith(dbt, { version: "0.1.0" })(args).pipe(
  Effect.catchIf(
    (error) => CliError.isCliError(error) && error._tag === "ShowHelp",
    (error) => Effect.sync(() => (exitCode = error.errors.length > 0 ? 2 : 0))
  ),
  Effect.catchCause((cause) => (Cause.hasInterruptsOnly(cause) ? Effect.failCause(cause) : printFailure(cause))),
  Effect.provide(NodeServices.layer)
)

const codeOfSignal = interruptedCode()

NodeRuntime.runMain(program, {
  disableErrorReporting: true,
  teardown: (exit) => {
    const isInterrupted = Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
    process.stdout.write("", () => process.exit(isInterrupted && !isInterruptedWell ? codeOfSignal() : exitCode))
  }
})
