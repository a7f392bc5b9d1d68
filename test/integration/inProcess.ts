/**
 * Runs commands in this process, with the output, standard input and exit code that a separate process would have. For tests whose subject
 * is what a command does and not its process: a start costs a second of processor time. `cli.ts` has the same functions for processes.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { ConfigProvider, Console, Effect, Layer, Ref, Semaphore, Stdio, Stream } from "effect"
import { exitCode } from "../../infra/cli/CommandOutput.ts"
import { corridor } from "../../infra/cli/commandTree.ts"
import { commandProgram } from "../../infra/cli/runCommand.ts"
import { Progress } from "../../infra/process/Progress.ts"
import { type CliOptions, type CliRun, jsonRunner, printed, runCli as runProcess } from "./cli.ts"

/** Commands share the exit code and the standard streams: one at a time. */
const oneAtATime = Semaphore.makeUnsafe(1)

/** Runs `effect` with `write` in place of the standard streams' own, for code that writes to them directly. */
const redirected = <A, E, R>(
  write: Readonly<Record<"stdout" | "stderr", (text: string) => void>>,
  effect: Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const own = { stdout: process.stdout.write, stderr: process.stderr.write }
      for (const name of ["stdout", "stderr"] as const)
        process[name].write = ((chunk: string | Uint8Array, ...rest: ReadonlyArray<unknown>) => {
          write[name](typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8"))
          const done = rest.find((one) => typeof one === "function")
          if (done !== undefined) done()
          return true
        }) as typeof process.stdout.write
      return own
    }),
    () => effect,
    (own) =>
      Effect.sync(() => {
        process.stdout.write = own.stdout
        process.stderr.write = own.stderr
      })
  )

const withEnvironment = <A, E, R>(env: CliOptions["env"], effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const before = { ...process.env }
      Object.assign(process.env, env)
      return before
    }),
    () =>
      Effect.provide(
        effect,
        ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ...process.env } as Record<string, string> }))
      ),
    (before) =>
      Effect.sync(() => {
        for (const name of Object.keys(env ?? {}))
          if (before[name] === undefined) delete process.env[name]
          else process.env[name] = before[name]
      })
  )

/** Runs a command to its end. Help, and another copy of the program, are a process: they are not `runCommand`'s. */
export const runCli = (args: ReadonlyArray<string>, options: CliOptions): Promise<CliRun> => {
  const { data, env, stdin = "", main } = options
  if (main !== undefined || args.includes("--help")) return runProcess(args, options)
  const said = { stdout: "", stderr: "" }
  const write = {
    stdout: (text: string) => {
      said.stdout += text
    },
    stderr: (text: string) => {
      said.stderr += text
    }
  }
  const line = (words: ReadonlyArray<unknown>) => `${words.map(String).join(" ")}\n`
  const capture: Console.Console = Object.assign(Object.create(console) as Console.Console, {
    log: (...words: ReadonlyArray<unknown>) => write.stdout(line(words)),
    error: (...words: ReadonlyArray<unknown>) => write.stderr(line(words))
  })
  const services = Layer.mergeAll(
    Layer.succeed(Console.Console, capture),
    Layer.succeed(Progress, (words) => write.stderr(`${words}\n`)),
    Layer.effect(
      Stdio.Stdio,
      Effect.map(Stdio.Stdio, (own) => Stdio.make({ ...own, stdin: Stream.make(new TextEncoder().encode(stdin)) }))
    ).pipe(Layer.provideMerge(NodeServices.layer))
  )
  const run = Effect.gen(function* () {
    yield* Ref.set(exitCode, 0)
    const program = yield* Effect.promise(() => commandProgram(corridor, [...args, "--data", data]))
    yield* Effect.exit(program)
    return yield* Ref.get(exitCode)
  })
  return oneAtATime
    .withPermits(1)(withEnvironment(env, redirected(write, Effect.provide(run, services))))
    .pipe(
      Effect.map((code) => {
        printed.push(said.stdout, said.stderr)
        return { code, ...said }
      }),
      Effect.runPromise
    )
}

export const runJson = jsonRunner(runCli)
