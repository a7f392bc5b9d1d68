/** `pull kobo|odk|dhis2 --url URL --token-file FILE --form ID --partner ID` */
import { createHash } from "node:crypto"
import { dirname, join } from "node:path"
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Schema, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { csvOf } from "../../ingest/pull/PulledRecord.ts"
import { pullNew } from "../../ingest/pull/pullNew.ts"
import { ToolClient, ToolUnusable } from "../../ingest/pull/ToolClient.ts"
import { type ToolName, tools } from "../../ingest/pull/tools.ts"
import { ConsentOfRun } from "../../ingest/submit/check/ConsentOfRun.ts"
import { blobSource } from "../../ingest/submit/read/FileSource.ts"
import type { Json } from "../../ingest/submit/values/JsonObject.ts"
import { counted } from "../../ports/counted.ts"
import { orUnreadable, readInputIfAny, readInputText } from "../../ports/files/InputFile.ts"
import { makeOutputFolder, writeOutput } from "../../ports/files/OutputFile.ts"
import { Progress } from "../process/Progress.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { type Lines, printResult } from "./CommandOutput.ts"
import { documented, optionalText, switchFlag, textFlag, wholeFlag } from "./CommonFlags.ts"
import { type SendGiven, sendFile } from "./SendFile.ts"
import { sendFlags } from "./SendFlags.ts"
import { isTaken } from "./SubmitOutput.ts"

const toolNames = Object.keys(tools) as ReadonlyArray<ToolName>

const State = Schema.Struct({ since: Schema.String, ids: Schema.Array(Schema.String) })

/** Returns the address with a slash at its end, so that a path below it stays. HTTP is for this machine only: the token is in each request. */
const baseOf = (text: string) =>
  Effect.try({
    try: () => new URL(text.endsWith("/") ? text : `${text}/`),
    catch: () => new UsageError({ message: "--url is not an address, such as https://kf.kobotoolbox.org." })
  }).pipe(
    Effect.filterOrFail(
      ({ protocol, hostname }) =>
        protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname)),
      () => new UsageError({ message: "--url must begin with https://, because the token is sent to it." })
    )
  )

/** Returns where the state of a form is kept, with the partner's secrets: its name has no form and no address. */
const stateFileOf = (keys: string, { partner, tool, url, form }: Readonly<Record<string, string>>) => {
  const name = createHash("sha256").update(`${tool}\0${url}\0${form}`).digest("hex").slice(0, 16)
  return join(keys, "partners", `${partner}.pull-${name}.json`)
}

/** A header of a request has no other characters. */
const readTokenFile = Effect.fn("pull.readTokenFile")(function* (file: string) {
  const token = (yield* orUnreadable(() => readInputText(file))).trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  return yield* new UsageError({
    message: "The file of --token-file has no token: one line of letters, digits and signs without spaces."
  })
})

const readState = Effect.fn("pull.readState")(function* (file: string) {
  const text = yield* orUnreadable(() => readInputIfAny(file))
  if (text === undefined) return undefined
  return yield* Schema.decodeUnknownEffect(Schema.fromJsonString(State))(text).pipe(
    Effect.mapError(() => new UsageError({ message: "The file of --state is not one that 'pull' wrote." }))
  )
})

const writeState = Effect.fn("pull.writeState")(function* (file: string, state: typeof State.Type) {
  yield* makeOutputFolder(dirname(file))
  yield* writeOutput(file, `${JSON.stringify(state)}\n`, { replace: true })
})

/** Checks and sends one batch as a table in memory: a command that is killed leaves no case number on the disk. */
const sendBatch = (given: Omit<SendGiven, "file">, rows: ReadonlyArray<Json>) =>
  sendFile({ ...given, file: blobSource("pulled.csv", new Blob([csvOf(rows)])) })

const leftOutLines = (records: number): ReadonlyArray<string> =>
  records === 0
    ? []
    : [
        `Not sent: ${counted(records, "record")} that do not count in the tool: rejected by a reviewer, marked as deleted or as a duplicate, or an event that has not taken place. If one was sent before, it stays stored: correct it, or withdraw the case.`
      ]

export const pull = Command.make(
  "pull",
  {
    ...sendFlags,
    tool: Argument.Literals("tool", toolNames).pipe(Argument.withDescription("tool that has the records")),
    url: textFlag("url", "address of the tool, such as https://kf.kobotoolbox.org"),
    tokenFile: textFlag(
      "token-file",
      "file with the tool's token: KoboToolbox's API key, a bearer token of ODK Central, a personal access token of DHIS2"
    ),
    form: textFlag(
      "form",
      "what to pull: the asset of KoboToolbox, PROJECT/FORM of ODK Central, or the program of DHIS2"
    ),
    state: optionalText(
      "state",
      "file that remembers how far the form was read; default: with the partner's secrets in the data folder"
    ),
    all: switchFlag("all", "read all records again; unchanged ones are not sent twice"),
    pageSize: wholeFlag("page-size", "records in one request", 1).pipe(Flag.withDefault(500)),
    batch: wholeFlag("batch", "records that are checked and sent together", 1).pipe(Flag.withDefault(2_000))
  },
  Effect.fnUntraced(function* ({ tool, url, tokenFile, form, state: stateFile, all, pageSize, batch, ...given }) {
    const token = yield* readTokenFile(tokenFile)
    const base = yield* baseOf(url)
    const keys = yield* stackKeysFolder(given.data)
    const file = stateFile ?? stateFileOf(keys, { partner: given.partner, tool, url: base.href, form })
    const before = all ? undefined : yield* readState(file)
    const print = yield* Progress
    const client = new ToolClient(base, tools[tool].authorization(token))
    const run = new ConsentOfRun()
    const pulled = { records: 0, batches: 0, leftOut: 0 }
    const results: Array<unknown> = []
    const lines: Array<Lines> = []
    let exitCode: 0 | 1 = 0
    let isStopped = false
    yield* Stream.fromAsyncIterable(pullNew(tool, { client, form, pageSize }, before, batch), (cause) => {
      if (cause instanceof ToolUnusable) return cause
      throw cause
    }).pipe(
      Stream.takeWhile(() => !isStopped),
      Stream.runForEach(
        Effect.fnUntraced(function* ({ records, leftOut, state }) {
          pulled.leftOut += leftOut
          if (records.length === 0) {
            if (!given.dryRun) yield* writeState(file, state)
            return
          }
          print(`Pulled ${counted(records.length, "record")}.`)
          const { submission, output } = yield* sendBatch(
            { ...given, run },
            records.map(({ row }) => row)
          )
          pulled.records += records.length
          pulled.batches++
          results.push(output.json)
          lines.push(output.lines)
          const isDone = submission.isKnown || isTaken(submission)
          // What was not sent is read again by the next run.
          if (isDone) yield* writeState(file, state)
          isStopped = !isDone && !given.dryRun
          if (isStopped || submission.errors > 0) exitCode = 1
        })
      )
    )
    yield* printResult(given.json, {
      json: { tool, ...pulled, submissions: results },
      lines: [...(pulled.records === 0 ? ["No new records."] : lines), ...leftOutLines(pulled.leftOut)],
      exitCode
    })
  })
).pipe(
  documented(
    "Pull new records from KoboToolbox, ODK Central or DHIS2, check them like a file, and send them",
    [
      "corridor pull kobo --url https://kf.kobotoolbox.org --form aXyZ --token-file kobo.txt --partner shelter-north --dry-run",
      "check what is new, and see how the questions of the form are read"
    ],
    [
      "corridor pull odk --url https://central.example --form 3/intake --token-file odk.txt --partner shelter-north --mapping columns.json",
      "send what is new since the last run; groups are left out of names, and a repeat gives the places of a route"
    ],
    [
      "corridor pull dhis2 --url https://dhis.example --form IpHINAT79UW --token-file dhis2.txt --partner shelter-north --server https://corridor.example",
      "send to a Corridor elsewhere, for cron: the exit code is 1 if records were refused and 3 if the tool does not answer"
    ]
  )
)
