/** The command line: `npm run -s corridor -- VERB …`. */
import "./Nursery.ts"
import { existsSync } from "node:fs"
import { NodeRuntime, NodeServices } from "@effect/platform-node"
import { Cause, Effect, Exit, Layer, Ref } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { account } from "./AccountVerb.ts"
import { analyse } from "./AnalyseVerb.ts"
import { audit } from "./AuditVerb.ts"
import { backup } from "./BackupVerb.ts"
import { demo } from "./DemoVerb.ts"
import { doctor } from "./DoctorVerb.ts"
import { down } from "./DownVerb.ts"
import { tellFailure } from "./Failure.ts"
import { ingest } from "./IngestVerb.ts"
import { keys } from "./KeysVerb.ts"
import { migrate } from "./MigrateVerb.ts"
import { partner } from "./PartnerVerb.ts"
import { protect } from "./ProtectVerb.ts"
import { quarantine } from "./QuarantineVerb.ts"
import { receipt } from "./ReceiptVerb.ts"
import { release } from "./ReleaseVerb.ts"
import { request } from "./RequestVerb.ts"
import { restore } from "./RestoreVerb.ts"
import { serve } from "./ServeVerb.ts"
import * as StderrLogger from "./StderrLogger.ts"
import { submit } from "./SubmitVerb.ts"
import { template } from "./TemplateVerb.ts"
import { token } from "./TokenVerb.ts"
import { transform } from "./TransformVerb.ts"
import { spreadValues } from "./transform/SpreadValues.ts"
import { up } from "./UpVerb.ts"
import { usagePresenter } from "./UsagePresenter.ts"
import { exitCode, hasEndedWell } from "./Verb.ts"
import { vintage } from "./VintageVerb.ts"
import { withdraw } from "./WithdrawVerb.ts"

if (existsSync(".env")) process.loadEnvFile(".env")

const corridor = Command.make("corridor").pipe(
  Command.withDescription("De-identified counter-trafficking records in, statistics that are safe to publish out"),
  Command.withSubcommands([
    up,
    down,
    doctor,
    partner,
    account,
    token,
    submit,
    template,
    receipt,
    ingest,
    migrate,
    quarantine,
    withdraw,
    keys,
    transform,
    vintage,
    release,
    request,
    demo,
    protect,
    audit,
    analyse,
    serve,
    backup,
    restore
  ])
)

// Whoever reads our output may stop reading: `corridor … | head` is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 3))

const args = spreadValues(process.argv.slice(2))
const json = args.includes("--json")

/** The command line's own complaints were told with the help; they are exit code 2. */
const usage = (error: CliError.ShowHelp) => Ref.set(exitCode, error.errors.length > 0 ? 2 : 0)

const program = Command.runWith(corridor, { version: "0.1.0" })(args).pipe(
  Effect.catchIf((error) => CliError.isCliError(error) && error._tag === "ShowHelp", usage),
  Effect.catchCause((cause) => (Cause.hasInterruptsOnly(cause) ? Effect.failCause(cause) : tellFailure(cause, json))),
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
    end(interrupted && !hasEndedWell() ? 130 : Ref.getUnsafe(exitCode))
  }
})
