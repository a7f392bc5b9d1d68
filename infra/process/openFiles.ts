/** The number of files that this process may have open. */
import { readFileSync } from "node:fs"
import { Unavailable } from "./Unavailable.ts"

/** A build of the marts was seen with 179. The embedded ClickHouse ends the process, or waits without end, where it can open no more. */
const needed = 512

/** Returns the limit in the text of `/proc/self/limits`; undefined if there is none. */
const limitIn = (limits: string): number | undefined => {
  const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1]
  return soft === undefined ? undefined : Number(soft)
}

const ownLimits = (): string => {
  try {
    return readFileSync("/proc/self/limits", "utf8")
  } catch {
    // Not Linux.
    return ""
  }
}

/** Returns the refusal to open the store if the limit is too low for it. */
export const tooFewFiles = (limits = ownLimits()): Unavailable | undefined => {
  const limit = limitIn(limits)
  return limit === undefined || limit >= needed
    ? undefined
    : new Unavailable({
        part: "warehouse",
        message: `This process may open ${limit} files, and the embedded ClickHouse needs ${needed}. Raise the limit (ulimit -n), and run the command again.`
      })
}
