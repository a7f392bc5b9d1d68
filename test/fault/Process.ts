/** Starts commands as processes, observes and kills them, and finds what remains of them. */
import { type ChildProcess, spawn } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { identify, isAlive, type ProcessIdentity } from "../../infra/process/ProcessIdentity.ts"
import { root } from "../fixtures/program.ts"
import { slowness } from "../fixtures/slowness.ts"
import { type CliOptions, nodeBinary, startCli } from "../integration/cli.ts"

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface Running {
  readonly pid: number
  /** Everything that it has printed so far, to standard output and error. */
  readonly output: () => string
  /** The part that it printed to standard output. */
  readonly stdout: () => string
  readonly isRunning: () => boolean
  readonly kill: (signal: NodeJS.Signals) => Promise<Ended>
  readonly ended: Promise<Ended>
}

const started = new Set<ChildProcess>()

/** Starts a command and does not wait for it. */
export const start = (args: ReadonlyArray<string>, options: CliOptions): Running => watch(startCli(args, options))

/** Starts a command as an npm script, as the README does. */
export const startByNpm = (args: ReadonlyArray<string>, { data, env }: CliOptions): Running =>
  watch(
    spawn("npm", ["run", "-s", "corridor", "--", ...args, "--data", data], {
      cwd: root,
      env: { ...process.env, ...env }
    })
  )

/** Starts a program of this folder and does not wait for it. */
export const startProgram = (file: string, args: ReadonlyArray<string>, env: CliOptions["env"]): Running =>
  watch(spawn(nodeBinary, [join(import.meta.dirname, file), ...args], { env: { ...process.env, ...env } }))

const watch = (child: ChildProcess): Running => {
  started.add(child)
  child.stdin?.end()
  let output = ""
  let stdout = ""
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)))
  child.stdout?.on("data", (chunk) => (stdout += String(chunk)))
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code, signal) => {
      started.delete(child)
      resolve({ code, signal })
    })
  )
  return {
    pid: child.pid as number,
    output: () => output,
    stdout: () => stdout,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: (signal) => {
      child.kill(signal)
      return ended
    },
    ended
  }
}

/** Kills everything started that is still running. */
export const endStarted = (): void => {
  for (const child of started) child.kill("SIGKILL")
}

/** Waits until `isTrue`. Throws with `what` after `seconds`, which are scaled by the load of the machine. */
export const until = async (
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  seconds = 60,
  pause = 50
): Promise<void> => {
  const began = Date.now()
  while (!(await isTrue())) {
    if (Date.now() - began > seconds * 1000 * slowness()) throw new Error(`not after ${seconds} s: ${what}`)
    await sleep(pause)
  }
}

const pids = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name))

const read = (path: string): string => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

const parentOf = (pid: string) => {
  const stat = read(`/proc/${pid}/stat`)
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
}

const identities = (numbers: ReadonlyArray<string | number>): ReadonlyArray<ProcessIdentity> =>
  numbers.map((pid) => identify(Number(pid))).filter((known) => known !== undefined)

/** All descendants of the process. */
export const descendantsOf = (pid: number): ReadonlyArray<ProcessIdentity> => {
  const parents = new Map(pids().map((own) => [Number(own), parentOf(own)]))
  const found: Array<number> = []
  for (let generation = [pid]; generation.length > 0; found.push(...generation))
    generation = [...parents].filter(([, parent]) => generation.includes(parent)).map(([own]) => own)
  return identities(found)
}

/** All processes whose command line names the folder. */
export const processesNaming = (folder: string): ReadonlyArray<ProcessIdentity> =>
  identities(pids().filter((pid) => read(`/proc/${pid}/cmdline`).includes(folder)))

/** Waits until all of them have ended. */
export const untilGone = (who: ReadonlyArray<ProcessIdentity>, seconds: number): Promise<void> =>
  until(`processes ${who.map(({ pid }) => pid).join()} are gone`, () => !who.some(isAlive), seconds)

/** Peak memory of the process, in megabytes. */
export const peakMegabytes = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? Number.NaN) / 1024
