/**
 * A server that runs as a child process for as long as a scope is open.
 *
 * The server ends with its scope. It also ends if this process dies: a shell supervisor (`supervise.sh`) reads a pipe from this process
 * and ends the server when the pipe closes. The process ids and start times are recorded in the run folder, so that the next start can end
 * a server that is left over because the supervisor was killed too.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync, readdirSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { Deferred, Duration, Effect, Ref, Schedule, type Scope } from "effect"
import { childEnvironment } from "./childEnvironment.ts"
import { folderIdentity, isOfFolder } from "./folderIdentity.ts"
import { makeOwnerOnlyFolder, readTextFile, writeOwnerOnlyFile } from "./OwnerOnlyFile.ts"
import { identify, isAlive, type ProcessIdentity, signal } from "./ProcessIdentity.ts"
import { Progress } from "./Progress.ts"
import { Unavailable } from "./Unavailable.ts"

/** What a server of the embedded stack needs to know. */
export interface EmbeddedServerOptions {
  /** The stack's data folder. */
  readonly data: string
  readonly cache: string
  /** Used if it is free. */
  readonly preferredPort: number
  /** Restart the server if it exits unexpectedly. */
  readonly restart: boolean
}

interface ChildServerOptions {
  /** Short name, such as `kafka` or `registry`. The files in the run folder have this name too. */
  readonly name: string
  /** Folder of the pid files and of the server's output. */
  readonly runFolder: string
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>> | undefined
  /** Working directory; default: that of this process. */
  readonly folder?: string | undefined
  /** Succeeds once the server responds. Retried until it succeeds. */
  readonly ready: Effect.Effect<void, unknown>
  /** How often to say that the server is not ready yet. */
  readonly reportEvery?: Duration.Input
  /** Whether to restart the server if it exits unexpectedly. */
  readonly restart: boolean
}

/** How long a server that runs is waited for. After a crash, Kafka checks its logs before it responds. */
const startTimeout = Duration.minutes(10)

const supervisor = fileURLToPath(new URL("./supervise.sh", import.meta.url))

const spawnSupervised = (options: ChildServerOptions): ChildProcess => {
  const log = openSync(join(options.runFolder, `${options.name}.log`), "a", 0o600)
  try {
    const pidFile = resolve(options.runFolder, `${options.name}.pid`)
    return spawn("sh", [supervisor, pidFile, options.command, ...options.args], {
      cwd: options.folder,
      // In its own process group, the server gets no Ctrl-C from the terminal. This process gets it and shuts the server down.
      detached: true,
      stdio: ["pipe", log, log],
      env: childEnvironment(options.env)
    })
  } finally {
    closeSync(log)
  }
}

const recordPath = (options: ChildServerOptions) => join(options.runFolder, `${options.name}.json`)

/** Waits for the pid that the supervisor writes, and records the running processes. */
const record = (options: ChildServerOptions, child: ChildProcess) =>
  Effect.sync(() => {
    const pid = Number(readTextFile(join(options.runFolder, `${options.name}.pid`)))
    const server = pid > 0 ? identify(pid) : undefined
    const parent = identify(child.pid ?? -1)
    if (server === undefined || parent === undefined) return false
    writeOwnerOnlyFile(
      recordPath(options),
      `${JSON.stringify({ server, supervisor: parent, folder: folderIdentity(options.runFolder) })}\n`
    )
    return true
  }).pipe(
    Effect.filterOrFail(
      (done) => done,
      () => "not yet" as const
    ),
    Effect.retry(Schedule.max([Schedule.spaced("20 millis"), Schedule.recurs(250)])),
    Effect.ignore
  )

const ended = (child: ChildProcess): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (child.exitCode !== null || child.signalCode !== null) return resume(Effect.void)
    child.once("exit", () => resume(Effect.void))
    child.once("error", () => resume(Effect.void))
  })

const end = (options: ChildServerOptions, child: ChildProcess) =>
  Effect.sync(() => child.kill("SIGTERM")).pipe(
    Effect.andThen(ended(child)),
    Effect.andThen(
      Effect.sync(() => {
        rmSync(recordPath(options), { force: true })
        rmSync(join(options.runFolder, `${options.name}.pid`), { force: true })
      })
    )
  )

/** Starts the server and returns once it responds. */
export const startChildServer = Effect.fn("ChildServer.start")(function* (
  options: ChildServerOptions
): Effect.fn.Return<void, Unavailable, Scope.Scope> {
  const print = yield* Progress
  makeOwnerOnlyFolder(options.runFolder)
  const up = yield* Deferred.make<void, Unavailable>()
  const running = yield* Ref.make<ChildProcess | undefined>(undefined)
  const why = `see its output in ${join(options.runFolder, `${options.name}.log`)}`

  const { reportEvery = "30 seconds" } = options
  const sayWaiting = Effect.sync(() => print(`${options.name} is not ready yet; ${why}`)).pipe(
    Effect.delay(reportEvery),
    Effect.forever
  )

  const once = Effect.gen(function* () {
    rmSync(join(options.runFolder, `${options.name}.pid`), { force: true })
    const child = spawnSupervised(options)
    yield* Ref.set(running, child)
    // Nothing is written to the pipe, but a broken pipe must not cause an uncaught error.
    child.stdin?.on("error", () => {})
    yield* Effect.raceFirst(record(options, child), ended(child))
    const untilReady = options.ready.pipe(
      Effect.retry(Schedule.spaced("150 millis")),
      Effect.timeoutOption(startTimeout),
      Effect.flatMap((answer) =>
        answer._tag === "Some"
          ? Deferred.succeed(up, undefined)
          : Deferred.fail(
              up,
              new Unavailable({
                part: options.name,
                message: `${options.name} did not respond within ${Duration.format(startTimeout)}; ${why}`
              })
            )
      ),
      Effect.raceFirst(sayWaiting),
      Effect.andThen(Effect.never)
    )
    yield* Effect.raceFirst(ended(child), untilReady)
  })

  const loop = Effect.gen(function* () {
    for (let pause = 1; ; ) {
      const [runTime] = yield* Effect.timed(once)
      const first = new Unavailable({
        part: options.name,
        message: `${options.name} exited while it was starting; ${why}`
      })
      if ((yield* Deferred.fail(up, first)) || !options.restart) return
      print(`${options.name} exited unexpectedly and is restarted; ${why}`)
      yield* Effect.sleep(`${pause} seconds`)
      // Restart a server that exits early after a longer pause each time.
      pause = Duration.toSeconds(runTime) > 30 ? 1 : Math.min(30, pause * 2)
    }
  })

  yield* Effect.addFinalizer(() =>
    Effect.flatMap(Ref.get(running), (child) => (child === undefined ? Effect.void : end(options, child)))
  )
  yield* Effect.forkScoped(loop)
  yield* Deferred.await(up)
})

interface ServerRecord {
  readonly server: ProcessIdentity
  readonly supervisor: ProcessIdentity
  readonly folder?: string
}

/** Returns the recorded servers below `runFolder` that still run. */
export const recordedServers = (runFolder: string): ReadonlyArray<{ readonly name: string } & ServerRecord> => {
  let files: ReadonlyArray<string>
  try {
    files = readdirSync(runFolder).filter((file) => file.endsWith(".json"))
  } catch {
    return []
  }
  return files
    .map((file) => ({
      name: file.slice(0, -".json".length),
      ...(JSON.parse(readTextFile(join(runFolder, file)) ?? "{}") as ServerRecord)
    }))
    .filter((known) => known.server !== undefined && isOfFolder(runFolder, known) && isAlive(known.server))
}

/** Ends the servers that an earlier start left running below `runFolder`, and returns their names. */
export const endLeftovers = Effect.fn("ChildServer.endLeftovers")(function* (runFolder: string) {
  const left = recordedServers(runFolder)
  for (const known of left) signal(known.server, "SIGTERM")
  const gone = Effect.sync(() => left.every((known) => !isAlive(known.server))).pipe(
    Effect.filterOrFail(
      (done) => done,
      () => "still there" as const
    ),
    Effect.retry(Schedule.max([Schedule.spaced("100 millis"), Schedule.recurs(100)])),
    Effect.option
  )
  if ((yield* gone)._tag === "None") for (const known of left) signal(known.server, "SIGKILL")
  return left.map((known) => known.name)
})
