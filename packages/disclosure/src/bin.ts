#!/usr/bin/env node
/** The command `disclosure`. Exit codes are those of `ExitCode`; also 3: the solver failed. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Cause, Config, Console, Effect, Logger } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { auditCommand } from "./command/auditCommand.ts"
import { type CommandHost, type ExitCode, printedLines } from "./command/CommandHost.ts"
import { jsonFlag } from "./command/disclosureFlags.ts"
import { protectCommand } from "./command/protectCommand.ts"
import { usageMessage } from "./command/usageMessage.ts"

const keySetting = "DISCLOSURE_CELL_KEY"
const json = process.argv.includes("--json")
let exitCode: ExitCode = 0

const host: CommandHost = {
  name: "disclosure",
  flags: { json: jsonFlag },
  key: Config.Redacted(keySetting).pipe(Config.withDefault(undefined)),
  keySetting,
  print: Effect.fnUntraced(function* (asJson, output) {
    exitCode = output.exitCode ?? 0
    if (asJson) yield* Console.log(JSON.stringify(output.json))
    else for (const line of printedLines(output.lines)) yield* Console.log(line)
  }),
  // Without `runMain`, nothing listens to signals: they end the process at once.
  start: Effect.void
}

const printError = Effect.fnUntraced(function* (code: string, message: string) {
  yield* Console.error(message)
  if (json) yield* Console.log(JSON.stringify({ error: { code, message } }))
})

const presenter: CliOutput.Presenter = {
  present: (event) =>
    event._tag === "InvalidInvocation"
      ? printError("Usage", `${usageMessage(event)}\nSee '${event.commandPath.join(" ")} --help'.`)
      : CliOutput.defaultPresenter.present(event)
}

/** What a person can act on. Messages of the platform may quote input, and any other error is a defect. */
const printFailure = (cause: Cause.Cause<unknown>) => {
  const { _tag: code, message = "" } = Cause.squash(cause) as { readonly _tag?: string; readonly message?: string }
  exitCode = code === "WouldDisclose" ? 4 : code === "ConfigError" ? 2 : 3
  if (code === "WouldDisclose" || code === "ConfigError") return printError(code, message)
  return code === "PlatformError"
    ? printError(code, "A file or folder could not be read or written.")
    : printError("Unexpected", "Unexpected internal error.")
}

const disclosure = Command.make("disclosure").pipe(
  Command.withDescription("Statistical disclosure control for tables of counts"),
  Command.withSubcommands([protectCommand(host), auditCommand(host)])
)

process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3))

await Command.run(disclosure, { version: "0.1.0" }).pipe(
  Effect.catchIf(
    (error) => CliError.isCliError(error) && error._tag === "ShowHelp",
    (error) => Effect.sync(() => (exitCode = error.errors.length > 0 ? 2 : 0))
  ),
  Effect.catchCause(printFailure),
  Effect.provide([
    NodeServices.layer,
    CliOutput.layerPresenter(presenter),
    Logger.layer([Logger.make(({ message }) => process.stderr.write(`${[message].flat().join(" ")}\n`))])
  ]),
  Effect.runPromise
)
process.stdout.write("", () => process.exit(exitCode))
