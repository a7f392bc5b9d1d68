/** Parses the arguments, runs the command, and ends the process with the exit code that the command set. */
import { interruptedCode } from "@corridor/dbt-ts/command/interruptedCode"
import { spreadValues } from "@corridor/dbt-ts/command/spreadValues"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Effect, Exit, Layer, Ref } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { inputFiles } from "../../ports/files/inputFiles.ts"
import { Progress } from "../process/Progress.ts"
import { tracesUrl } from "../settings/Settings.ts"
import { unknownSettings } from "../settings/unknownSettings.ts"
import { exitCode } from "./CommandOutput.ts"
import { type CommandLine, loadCommands } from "./commandLine.ts"
import { isCleanInterrupt } from "./exitZeroOnInterrupt.ts"
import { joinKeysWithHyphen } from "./keysWithHyphen.ts"
import { outputLost } from "./outputLost.ts"
import { printFailure } from "./printFailure.ts"
import * as StderrLogger from "./StderrLogger.ts"
import { refuseEmpty, usagePresenter } from "./usagePresenter.ts"

const version = "0.1.0"

/** Usage errors are printed by the presenter. Showing help is not an error. */
const setUsageCode = (error: CliError.ShowHelp) => Ref.set(exitCode, error.errors.length > 0 ? 2 : 0)

/**
 * Ends the process once standard output is written. Without this, a client that does not close its socket in time (kafkajs, when
 * a broker is slow) would keep the process alive. Node's console reports no error of a file: only the last write has it.
 */
const end = (code: number) => process.stdout.write("", (error) => (error ? outputLost(error) : process.exit(code)))

/** Nothing of tracing is loaded where no collector is named. */
const tracing = Layer.unwrap(
  Effect.flatMap(
    Effect.orElseSucceed(tracesUrl, () => undefined),
    (url) =>
      url === undefined
        ? Effect.succeed(Layer.empty)
        : Effect.map(
            Effect.promise(() => import("../tracing/tracingLayer.ts")),
            ({ tracingLayer }) => tracingLayer(url)
          )
  )
)

/** The name of a command's span. Other arguments may be values, such as the name of a folder or a partner. */
export const spanOf = ({ commands }: CommandLine, args: ReadonlyArray<string>): string => {
  const [command = ""] = args
  return Object.hasOwn(commands, command) ? `corridor ${command}` : "corridor"
}

const reportUnknownSettings = Effect.gen(function* () {
  const print = yield* Progress
  for (const sentence of unknownSettings(process.env)) print(sentence)
})

/** Returns the program of a command: it prints its result or its failure and sets the exit code. */
export const commandProgram = async (line: CommandLine, given: ReadonlyArray<string>) => {
  const args = given.includes("transform") ? spreadValues(given) : joinKeysWithHyphen(given)
  const json = args.includes("--json")
  const run = Command.runWith(await loadCommands(line, args), { version })(args)
  return refuseEmpty(args).pipe(
    Effect.andThen(reportUnknownSettings),
    Effect.andThen(run),
    Effect.catchIf((error) => CliError.isCliError(error) && error._tag === "ShowHelp", setUsageCode),
    Effect.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause) ? Effect.failCause(cause) : printFailure(cause, json)
    ),
    Effect.withSpan(spanOf(line, args)),
    Effect.provide(
      Layer.mergeAll(inputFiles, tracing, StderrLogger.layer, CliOutput.layerPresenter(usagePresenter(json)))
    )
  )
}

/** Runs a command line and sets the exit code of the process. */
export const runCommand = async (line: CommandLine, args: ReadonlyArray<string>): Promise<void> => {
  const codeOfSignal = interruptedCode()
  NodeRuntime.runMain(Effect.provide(await commandProgram(line, args), NodeServices.layer), {
    disableErrorReporting: true,
    teardown: (exit) => {
      const interrupted = Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
      end(interrupted && !isCleanInterrupt() ? codeOfSignal() : Ref.getUnsafe(exitCode))
    }
  })
}
