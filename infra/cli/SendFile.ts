/** Sends a file of records, to the topic of this stack or to a Corridor elsewhere: for `submit` and `pull`. */
import { randomBytes } from "node:crypto"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Redacted, type Terminal } from "effect"
import type { Command } from "effect/cli"
import type { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { type PartnerSecrets, readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import { chunkRows } from "../../ingest/portal/api/limits.ts"
import { PortalClient } from "../../ingest/portal/api/PortalClient.ts"
import { ask, followReceipt, rowsNotAccepted, sendToServer } from "../../ingest/portal/node/sendToServer.ts"
import { keyCheckOf } from "../../ingest/submit/check/keyCheck.ts"
import { nodeHasher } from "../../ingest/submit/node/NodeHasher.ts"
import { rememberedMapping, writeMapping } from "../../ingest/submit/node/RememberedMapping.ts"
import { hasChanged } from "../../ingest/submit/preview/ColumnChanges.ts"
import { previewWords } from "../../ingest/submit/preview/PreviewWords.ts"
import { type Submission, type SubmitOptions, submit as submitFile } from "../../ingest/submit/Submit.ts"
import type { RecordsToSend } from "../../ingest/submit/send/RecordsToSend.ts"
import { submitWords } from "../../ingest/submit/words/SubmitWords.ts"
import { counted } from "../../ports/counted.ts"
import type { Language } from "../../schemas/Languages.ts"
import { Progress } from "../process/Progress.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { askForCases } from "./askForCases.ts"
import { confirm } from "./confirm.ts"
import { isEnrolled, keyForServer, ownKeyFile, tokenForServer } from "./partnerClient.ts"
import type { sendFlags } from "./SendFlags.ts"
import { previewLines, submitOutput } from "./SubmitOutput.ts"

/** A key for one check, and an identity that is never used. */
const checkOnly: PartnerSecrets = {
  identity: { username: "", password: Redacted.make("") },
  key: Redacted.make(new Uint8Array(randomBytes(32)))
}

/** The shortest time between two progress messages, in milliseconds. */
const reportEveryMillis = 1_000

/** Returns a callback that prints the progress of long checks and submissions. Short ones print nothing. */
const progressOf = (print: (lines: string) => void, language: Language): SubmitOptions["onProgress"] => {
  let last = Date.now()
  return (stage, count, total) => {
    const now = Date.now()
    if (now - last < reportEveryMillis) return
    last = now
    const words = submitWords[language]
    print(stage === "checked" ? words.checked(count) : words.sending(count, total ?? count))
  }
}

/** What a command that sends records was given. */
export type SendGiven = Command.Command.Config.Infer<typeof sendFlags> & {
  readonly file: SubmitOptions["file"]
  readonly earlier?: ReadonlyArray<string>
  readonly run?: SubmitOptions["run"]
}

/** The server that records are sent to, and the partner's key for it. */
interface Remote {
  readonly client: PortalClient
  readonly key: Redacted.Redacted<Uint8Array>
}

/** Returns the server of `--server`; undefined without it. */
const remoteOf = Effect.fn("submit.remote")(function* (given: SendGiven, keys: string) {
  const { server, token, enrol: code, partner } = given
  if (server === undefined && (token !== undefined || code !== undefined))
    return yield* new UsageError({ message: "--token and --enrol need --server." })
  if (token !== undefined && code !== undefined)
    return yield* new UsageError({ message: "--enrol gets a token: leave --token out." })
  if (server === undefined) {
    if (given.dryRun || (yield* Effect.promise(() => import("./submitToTopic.ts"))).hasTopic) return undefined
    return yield* new UsageError({
      message: "--server is missing: name the Corridor to send to, or check with --dry-run."
    })
  }
  const key = yield* keyForServer(given.key ?? ownKeyFile(keys, partner), yield* Progress)
  const client = new PortalClient(server, yield* tokenForServer({ server, token, code, keys, partner, key }))
  return { client, key } satisfies Remote
})

/** Returns the partner's secrets. A check sends nothing, so any key serves: before a partner is registered it has none. */
const secretsOf = ({ partner, dryRun }: SendGiven, keys: string, remote: Remote | undefined) =>
  readSecrets(keys, partner).pipe(
    Effect.catchTag("PartnerSecretsMissing", (error) =>
      dryRun || remote !== undefined ? Effect.succeed(checkOnly) : Effect.fail(error)
    )
  )

const optionsOf = Effect.fn("submit.options")(function* (given: SendGiven, keys: string, partnerKey: Uint8Array) {
  const { language } = given
  const terminal = yield* Effect.context<Terminal.Terminal>()
  return {
    file: given.file,
    partner: given.partner,
    partnerKey,
    recordKind: given.record,
    format: given.format,
    mapping: yield* rememberedMapping(keys, given.partner, given.mapping, language),
    sheet: given.sheet,
    dryRun: given.dryRun,
    partial: given.partial,
    ...(given.earlier === undefined ? {} : { earlier: given.earlier }),
    ...(given.run === undefined ? {} : { run: given.run }),
    undo: given.undoCorrections,
    report: given.report,
    language,
    // On a terminal, the user reviews new columns before they are sent.
    agrees: (found, preview) => {
      if (preview.changes !== undefined && !hasChanged(preview.changes)) return Effect.succeed(true)
      const question = [...previewLines(preview, language), previewWords[language].ask(found.records)]
      return confirm(question.join("\n"), given).pipe(Effect.provide(terminal))
    },
    onProgress: progressOf(yield* Progress, language)
  } satisfies SubmitOptions
})

/** Returns an effect that keeps the mapping of a file for the partner's next ones, if its records were taken. */
const rememberMapping =
  (keys: string, partner: PartnerId) =>
  ({ sent, unchanged, waiting, mapping }: Submission) =>
    sent + unchanged + waiting > 0 ? writeMapping(keys, partner, mapping) : Effect.void

/** Sends to a Corridor elsewhere, and waits until its pipeline has loaded the records. */
const submitToServer = Effect.fn("submit.toServer")(function* (
  options: SubmitOptions,
  client: PortalClient,
  remember: ReturnType<typeof rememberMapping>
) {
  const print = yield* Progress
  const check = yield* Effect.promise(() => keyCheckOf(nodeHasher(options.partnerKey)))
  let sent: RecordsToSend | undefined
  const count = (persons: ReadonlyArray<string>) =>
    Effect.map(
      ask(() => client.withdraw(persons, { dryRun: true })),
      ({ matched }) => matched
    )
  const submission = yield* submitFile(
    { ...options, keptAtOnce: chunkRows },
    (records) => {
      sent = records
      return sendToServer(client, check)(records)
    },
    askForCases(count, options.language)
  ).pipe(Effect.tap(remember))
  if (options.dryRun || !(submission.isKnown || submission.sent + submission.waiting > 0)) return { submission }
  const receipt = yield* followReceipt(client, submission.submission, ({ state, loaded, records }) =>
    print(`${state}: ${loaded} of ${counted(records, "record")} loaded`)
  )
  if (sent === undefined || receipt.quarantined + receipt.withdrawn === 0) return { submission, receipt }
  return { submission, receipt, outcomes: yield* rowsNotAccepted(client, sent.batches) }
})

/** Checks a file, and sends its records unless it is a dry run. Returns what is to be printed. */
export const sendFile = Effect.fn("submit")(function* (given: SendGiven) {
  const keys = yield* stackKeysFolder(given.data)
  const remote = yield* remoteOf(given, keys)
  const secrets = yield* secretsOf(given, keys, remote)
  const options = yield* optionsOf(given, keys, Redacted.value(remote?.key ?? secrets.key))
  const remember = rememberMapping(keys, given.partner)
  if (remote !== undefined) {
    const { submission, receipt, outcomes } = yield* submitToServer(options, remote.client, remember)
    return { submission, output: submitOutput(submission, options, true, receipt, outcomes) }
  }
  const submission = yield* given.dryRun
    ? submitFile(options, () => Effect.die("A dry run sends nothing."))
    : (yield* Effect.promise(() => import("./submitToTopic.ts")))
        .submitToTopic(given, options, secrets.identity)
        .pipe(Effect.tap(remember))
  const canSend = secrets !== checkOnly || isEnrolled(keys, given.partner)
  return { submission, output: submitOutput(submission, options, canSend) }
}, Effect.scoped)
