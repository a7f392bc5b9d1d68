/** Runs a command to its end and measures it from outside: wall, processor time and peak memory of it and all it started. */
import { spawn } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { peakMegabytes } from "../fault/Process.ts"

export interface Measured {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** From the start of the process to its end. */
  readonly wallSeconds: number
  /** User and system time, children that were waited for among it. */
  readonly cpuSeconds: number
  /** Resident memory: the highest of each process, added up. Files in memory (tmpfs) are not in it. */
  readonly peakMegabytes: number
}

export interface MeasureOptions {
  readonly command: string
  readonly args: ReadonlyArray<string>
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly stdin?: string | undefined
  /** An existing folder for the measurement's own file. */
  readonly folder: string
}

/** The shell's `times`: the second line is of its children. */
const secondsOf = (times: string): number =>
  [...(times.split("\n")[1] ?? "").matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0
  )

const childrenOf = (pid: number): ReadonlyArray<number> => {
  try {
    const own = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number)
    return own.flatMap((child) => [child, ...childrenOf(child)])
  } catch {
    return []
  }
}

/** Milliseconds between looks at the memory; the kernel keeps the peak, so only a peak in the last moment is missed. */
const pause = 100

export const measure = ({ command, args, env, stdin, folder }: MeasureOptions): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const timesFile = join(folder, "times")
    rmSync(timesFile, { force: true })
    const began = performance.now()
    const child = spawn("/bin/sh", ["-c", '"$@"; code=$?; times > "$0"; exit $code', timesFile, command, ...args], {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"]
    })
    let [stdout, stderr] = ["", ""]
    child.stdout.on("data", (chunk) => (stdout += String(chunk)))
    child.stderr.on("data", (chunk) => (stderr += String(chunk)))
    child.stdin.on("error", () => {})
    child.stdin.end(stdin ?? "")
    const peaks = new Map<number, number>()
    const watch = setInterval(() => {
      for (const pid of childrenOf(child.pid as number)) {
        const peak = peakMegabytes(pid)
        if (!Number.isNaN(peak)) peaks.set(pid, peak)
      }
    }, pause)
    child.on("error", reject)
    child.on("close", (code) => {
      clearInterval(watch)
      const wallSeconds = (performance.now() - began) / 1000
      const peak = [...peaks.values()].reduce((sum, one) => sum + one, 0)
      try {
        const cpuSeconds = secondsOf(readFileSync(timesFile, "utf8"))
        resolve({ code, stdout, stderr, wallSeconds, cpuSeconds, peakMegabytes: peak })
      } catch (error) {
        reject(error)
      }
    })
  })

/** Ticks of a second in `/proc`; Linux has 100 on every machine that Node runs on. */
const ticks = 100

/** User and system time that a running process has used so far. */
export const cpuSecondsOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[11]) + Number(fields[12])) / ticks
}
