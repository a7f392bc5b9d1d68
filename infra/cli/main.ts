/** The command line: `npm run -s corridor -- VERB …`. */
import "./v8Flags.ts"
import { existsSync } from "node:fs"
import { spreadValues } from "@corridor/dbt-ts/command/spreadValues"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Cause, Effect, Exit, Layer, Ref } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { exitCode } from "./CommandOutput.ts"
import { isCleanInterrupt } from "./exitZeroOnInterrupt.ts"
import { printFailure } from "./printFailure.ts"
import * as StderrLogger from "./StderrLogger.ts"
import { usagePresenter } from "./usagePresenter.ts"

if (existsSync(".env")) process.loadEnvFile(".env")

/** Each is loaded when it is called: all of them together take some 40 MB and 0.7 s of processor time that no single one has need of. */
const verbs = {
  up: async () => (await import("./UpCommand.ts")).up,
  down: async () => (await import("./DownCommand.ts")).down,
  doctor: async () => (await import("./DoctorCommand.ts")).doctor,
  partner: async () => (await import("./PartnerCommand.ts")).partner,
  account: async () => (await import("./AccountCommand.ts")).account,
  token: async () => (await import("./TokenCommand.ts")).token,
  submit: async () => (await import("./SubmitCommand.ts")).submit,
  template: async () => (await import("./TemplateCommand.ts")).template,
  receipt: async () => (await import("./ReceiptCommand.ts")).receipt,
  ingest: async () => (await import("./IngestCommand.ts")).ingest,
  migrate: async () => (await import("./MigrateCommand.ts")).migrate,
  quarantine: async () => (await import("./QuarantineCommand.ts")).quarantine,
  withdraw: async () => (await import("./WithdrawCommand.ts")).withdraw,
  keys: async () => (await import("./KeysCommand.ts")).keys,
  transform: async () => (await import("./TransformCommand.ts")).transform,
  vintage: async () => (await import("./VintageCommand.ts")).vintage,
  release: async () => (await import("./ReleaseCommand.ts")).release,
  request: async () => (await import("./RequestCommand.ts")).request,
  demo: async () => (await import("./DemoCommand.ts")).demo,
  protect: async () => (await import("./ProtectCommand.ts")).protect,
  audit: async () => (await import("./AuditCommand.ts")).audit,
  analyse: async () => (await import("./AnalyseCommand.ts")).analyse,
  serve: async () => (await import("./ServeCommand.ts")).serve,
  backup: async () => (await import("./BackupCommand.ts")).backup,
  restore: async () => (await import("./RestoreCommand.ts")).restore
}

const written = process.argv.slice(2)
const args = written.includes("transform") ? spreadValues(written) : written
const json = args.includes("--json")

const isVerb = (word: string | undefined): word is keyof typeof verbs =>
  word !== undefined && Object.hasOwn(verbs, word)

/** The verb that is called; all of them for help and for words that are none. */
const [called] = args
const loaded = await Promise.all(isVerb(called) ? [verbs[called]()] : Object.values(verbs).map((load) => load()))

const corridor = Command.make("corridor").pipe(
  Command.withDescription("De-identified counter-trafficking records in, statistics that are safe to publish out"),
  Command.withSubcommands(loaded)
)

// Whoever reads our output may stop reading: `corridor … | head` is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3))

/** The command line's own complaints were told with the help; they are exit code 2. */
const usage = (error: CliError.ShowHelp) => Ref.set(exitCode, error.errors.length > 0 ? 2 : 0)

const program = Command.runWith(corridor, { version: "0.1.0" })(args).pipe(
  Effect.catchIf((error) => CliError.isCliError(error) && error._tag === "ShowHelp", usage),
  Effect.catchCause((cause) => (Cause.hasInterruptsOnly(cause) ? Effect.failCause(cause) : printFailure(cause, json))),
  Effect.provide(Layer.mergeAll(NodeServices.layer, StderrLogger.layer, CliOutput.layerPresenter(usagePresenter(json))))
)

/**
 * Ends the process when what was said is written. Without this it would stay for as long as a client that did not let go in
 * time (kafkajs, of a broker that is slow to answer) keeps a socket open.
 */
const end = (code: number) => process.stdout.write("", () => process.exit(code))

NodeRuntime.runMain(program, {
  disableErrorReporting: true,
  teardown: (exit) => {
    const interrupted = Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
    end(interrupted && !isCleanInterrupt() ? 130 : Ref.getUnsafe(exitCode))
  }
})
