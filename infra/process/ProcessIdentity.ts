/**
 * A process is identified by its id and start time. The id alone is not enough, because the system reuses ids.
 */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { childEnvironment } from "./childEnvironment.ts"

export interface ProcessIdentity {
  readonly pid: number
  /** Opaque: clock ticks since boot on Linux, the output of `ps` elsewhere. */
  readonly started: string
}

/** Returns the state of a process, such as `T` for a stopped one, and its start time; undefined if there is none. */
const statusOf = (pid: number): { readonly state: string; readonly started: string } | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    // Field 2 is the command in parentheses, which may contain spaces. Field 3 is the state, field 22 the start time.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return { state: fields[0] ?? "", started: fields[19] ?? "" }
  } catch {
    if (process.platform === "linux") return undefined
  }
  try {
    const options = { encoding: "utf8", env: childEnvironment() } as const
    const line = execFileSync("ps", ["-o", "state=,lstart=", "-p", String(pid)], options).trim()
    const [, state = "", started = ""] = /^(\S+)\s+(.+)$/.exec(line) ?? []
    return started === "" ? undefined : { state, started }
  } catch {
    return undefined
  }
}

const startedOf = (pid: number): string | undefined => {
  const status = statusOf(pid)
  return status === undefined || status.state.startsWith("Z") ? undefined : status.started
}

/** Returns the identity of a running process, or undefined if there is no process with this id. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const started = startedOf(pid)
  return started === undefined ? undefined : { pid, started }
}

/** Returns whether exactly this process still runs. */
export const isAlive = (identity: ProcessIdentity): boolean => startedOf(identity.pid) === identity.started

/** Returns whether the process is stopped, as Ctrl-Z does in a terminal: it answers nothing until it is continued. */
export const isSuspended = ({ pid }: ProcessIdentity): boolean => statusOf(pid)?.state.startsWith("T") === true

/** Sends a signal to exactly this process. Returns false if the process has ended. */
export const signal = (identity: ProcessIdentity, name: NodeJS.Signals): boolean => {
  if (!isAlive(identity)) return false
  try {
    return process.kill(identity.pid, name)
  } catch {
    return false
  }
}
