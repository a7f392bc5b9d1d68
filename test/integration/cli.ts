/** The command line as a user runs it: in its own process. */
import { type ChildProcess, spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { printed } from "../fixtures/printed.ts"
import { cliMain, launcher, nodeBinary, root } from "../fixtures/program.ts"
import { slowness } from "../fixtures/slowness.ts"

export { cliMain, launcher, nodeBinary, printed, root }

export interface CliRun {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface CliOptions {
  readonly data: string
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly stdin?: string | undefined
  /** Entry point of another copy of the program. */
  readonly main?: string | undefined
}

export const startCli = (args: ReadonlyArray<string>, { data, env, main }: CliOptions): ChildProcess =>
  spawn(nodeBinary, [main ?? cliMain, ...args, "--data", data], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"]
  })

const collect = (child: ChildProcess): Promise<CliRun> =>
  new Promise((resolve) => {
    let stdout = ""
    let stderr = ""
    child.stdout?.on("data", (chunk) => (stdout += String(chunk)))
    child.stderr?.on("data", (chunk) => (stderr += String(chunk)))
    child.on("close", (code) => {
      printed.push(stdout, stderr)
      resolve({ code, stdout, stderr })
    })
  })

/** Runs a command to its end. */
export const runCli = (args: ReadonlyArray<string>, options: CliOptions): Promise<CliRun> => {
  const child = startCli(args, options)
  child.stdin?.end(options.stdin ?? "")
  return collect(child)
}

/** Returns a function that runs a command with `--json` and returns its document. It throws with its output if it did not end as expected. */
export const jsonRunner =
  (run: typeof runCli) =>
  async <A>(args: ReadonlyArray<string>, options: CliOptions, expected = 0): Promise<A> => {
    const { code, stdout, stderr } = await run([...args, "--json"], options)
    if (code !== expected)
      throw new Error(`${args.join(" ")} ended with ${code}: ${stderr.slice(-2000)}${stdout.slice(-2000)}`)
    return JSON.parse(stdout) as A
  }

export const runJson = jsonRunner(runCli)

export interface RunningUp {
  readonly pid: number
  readonly url: string
  readonly stop: () => Promise<CliRun>
}

/** Starts `up` on free ports, and returns when it answers. A new folder begins as a copy of a prepared one. */
export const startUp = async (options: CliOptions, ...flags: ReadonlyArray<string>): Promise<RunningUp> => {
  const { data } = options
  await copyPreparedStack(data)
  const child = startCli(["up", "--port", "0", ...flags], options)
  const done = collect(child)
  let words = ""
  child.stderr?.on("data", (chunk) => (words += String(chunk)))
  let output = ""
  child.stdout?.on("data", (chunk) => (output += String(chunk)))
  const began = Date.now()
  while (Date.now() - began < 180_000 * slowness()) {
    const url = /Page and API: (\S+)/.exec(output)?.[1]
    if (url !== undefined && existsSync(join(data, "endpoints.json")))
      return {
        pid: child.pid as number,
        url,
        stop: () => {
          child.kill("SIGTERM")
          return done
        }
      }
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.kill("SIGTERM")
  throw new Error(`up did not come up: ${words.slice(-2000)}`)
}

export const readJsonFile = <A>(file: string): A => JSON.parse(readFileSync(file, "utf8")) as A

/** The process of a server that runs below `runFolder`. */
export const serverPid = (runFolder: string, name: string): number =>
  readJsonFile<{ readonly server: { readonly pid: number } }>(join(runFolder, `${name}.json`)).server.pid
