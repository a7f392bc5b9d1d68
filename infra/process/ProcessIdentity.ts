/**
 * A process is told apart by its number and the moment it started: numbers are used again, so a number alone
 * could name somebody else's process.
 */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

export interface ProcessIdentity {
  readonly pid: number
  /** Opaque: clock ticks since boot on Linux, `ps`'s words elsewhere. */
  readonly started: string
}

const startedOf = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    // The second field is the command in parentheses and may hold spaces; state is field 3, start time field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return fields[0] === "Z" ? undefined : fields[19]
  } catch {
    if (process.platform === "linux") return undefined
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || undefined
  } catch {
    return undefined
  }
}

/** The identity of a running process; undefined when there is none of that number. */
export const identify = (pid: number): ProcessIdentity | undefined => {
  const started = startedOf(pid)
  return started === undefined ? undefined : { pid, started }
}

export const isAlive = (identity: ProcessIdentity): boolean => startedOf(identity.pid) === identity.started

/** Sends a signal to this very process; false when it is gone. */
export const signal = (identity: ProcessIdentity, name: NodeJS.Signals): boolean => {
  if (!isAlive(identity)) return false
  try {
    return process.kill(identity.pid, name)
  } catch {
    return false
  }
}
