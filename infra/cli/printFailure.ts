/** Prints an error as a sentence and sets the exit code. Never prints a stack trace or a value. */
import { Cause, type Config, Console, Effect, Ref, Schema, SchemaIssue } from "effect"
import { systemReason, systemRemedy } from "../../ports/files/fileFailure.ts"
import { type ExitCode, exitCode } from "./CommandOutput.ts"

/** Exit codes by error tag. An error that is not listed is a defect of the program. */
export const codes: Readonly<Record<string, ExitCode>> = {
  FileProblem: 1,
  FileUnreadable: 1,
  FileUnwritable: 3,
  CountTableRefused: 1,
  BackupRefused: 1,
  AgeKeyRefused: 1,
  ConfirmationRefused: 1,
  BundleRefused: 1,
  VintageRefused: 1,
  ReleaseRefused: 1,
  ReturnRefused: 1,
  MethodRefused: 1,
  QueryRefused: 1,
  PrivateRefused: 1,
  QuestionRefused: 1,
  RequestRefused: 1,
  RequestMissing: 1,
  BudgetSpent: 1,
  PartnerRefused: 1,
  AccountRefused: 1,
  LastManager: 1,
  WitnessRefused: 1,
  TableRefused: 1,
  TransformRefused: 1,
  ProjectError: 1,
  TemplateError: 1,
  NoRecordMatches: 1,
  LinkageRefused: 1,
  UsageError: 2,
  ConfigError: 2,
  Unavailable: 3,
  ServerUnusable: 3,
  ExpandFileError: 3,
  MartsFailed: 3,
  WarehouseError: 3,
  ClickHouseError: 3,
  EventLogError: 3,
  RegistryError: 3,
  KeyStoreError: 3,
  PipelineKeysUnavailable: 3,
  ToolUnusable: 3,
  WithdrawalLogError: 3,
  PartnerSecretsMissing: 3,
  MigrationChanged: 3,
  StoreNewer: 3,
  LedgerBroken: 3,
  AccessLogBroken: 3,
  StateError: 3,
  StateRefused: 3,
  BudgetUnusable: 3,
  BudgetStoreFailed: 3,
  ContentBroken: 3,
  PlatformError: 3,
  WouldDisclose: 4
}

interface Tagged {
  readonly _tag: string
  readonly message?: string
  readonly problems?: ReadonlyArray<unknown>
}

const isTagged = (error: unknown): error is Tagged =>
  typeof error === "object" && error !== null && "_tag" in error && typeof error._tag === "string"

const problemsOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** Names the setting and says what it must be. Its value may be a secret. */
const settingMessage = ({ cause }: Config.ConfigError): string =>
  Schema.isSchemaError(cause)
    ? problemsOf(cause.issue)
        .issues.map(({ path = [], message }) => `The setting ${path.join(".")} is not valid: ${message}.`)
        .join(" ")
    : "The settings could not be read."

/** Platform errors have a general message, because their own text may quote input. */
const messageOf = (error: Tagged): string => {
  if (error._tag === "ConfigError") return settingMessage(error as Config.ConfigError)
  return error._tag === "PlatformError" ? fileMessage(error) : (error.message ?? error._tag)
}

/** Returns the path of a file system's error, or of one that caused it. It is the user's own or of the data folder, and no content of a file. */
const pathOf = (error: unknown): string | undefined => {
  if (typeof error !== "object" || error === null) return undefined
  const { path, pathOrDescriptor, cause, reason } = error as Readonly<Record<string, unknown>>
  const found = path ?? pathOrDescriptor
  return typeof found === "string" ? found : (pathOf(reason) ?? pathOf(cause))
}

const fileMessage = (error: unknown) => {
  const reason = systemReason(error)
  const what = `${pathOf(error) ?? "A file or folder"} could not be read or written`
  return reason === undefined ? `${what}.` : `${what}: ${reason}. ${systemRemedy(error)}`
}

/** Prints the failure and sets the exit code. With `--json`, also prints it as a JSON document. */
export const printFailure = Effect.fn("Failure.print")(function* (cause: Cause.Cause<unknown>, json: boolean) {
  const error = Cause.squash(cause)
  const known = isTagged(error) ? codes[error._tag] : undefined
  const reason = known === undefined ? systemReason(error) : undefined
  const unknown =
    reason === undefined ? "Unexpected internal error. Set CORRIDOR_DEBUG=1 to see where." : fileMessage(error)
  const message = known === undefined ? unknown : messageOf(error as Tagged)
  const code = isTagged(error) ? error._tag : reason === undefined ? "Unexpected" : "Unavailable"
  yield* Ref.set(exitCode, known ?? 3)
  yield* Console.error(message)
  if (known === undefined && process.env["CORRIDOR_DEBUG"] === "1") yield* Console.error(Cause.pretty(cause))
  if (json)
    yield* Console.log(
      JSON.stringify({
        error: { code, message },
        ...(isTagged(error) && error.problems !== undefined ? { problems: error.problems } : {})
      })
    )
})
