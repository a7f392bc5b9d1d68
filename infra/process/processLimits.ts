/** Limits of this process under which the embedded ClickHouse must not be opened. */
import { readFileSync } from "node:fs"
import { Unavailable } from "./Unavailable.ts"

/** Open files. A build of the marts was seen with 179. ClickHouse ends the process, or waits without end, where it can open no more. */
const minOpenFiles = 512

/** Bytes of a file. ClickHouse cuts a longer one off, reports no error, and the rows are lost. It merges parts to files of up to 150 GB. */
const minFileBytes = 1e12

const ownLimits = (): string => {
  try {
    return readFileSync("/proc/self/limits", "utf8")
  } catch {
    // Not Linux.
    return ""
  }
}

/** Returns the refusal to open the store, if a limit in the text of `/proc/self/limits` is too low for it. */
export const limitRefusal = (limits = ownLimits()): Unavailable | undefined => {
  const limitOf = (name: string) => {
    const soft = new RegExp(`^${name}\\s+(\\d+)`, "m").exec(limits)?.[1]
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
  }
  const [openFiles, fileBytes] = [limitOf("Max open files"), limitOf("Max file size")]
  if (openFiles < minOpenFiles)
    return new Unavailable({
      part: "warehouse",
      message: `This process may open ${openFiles} files, and the embedded ClickHouse needs ${minOpenFiles}. Raise the limit (ulimit -n), and run the command again.`
    })
  if (fileBytes < minFileBytes)
    return new Unavailable({
      part: "warehouse",
      message: `This process may write ${fileBytes} bytes to a file, and the embedded ClickHouse would lose rows beyond that. Remove the limit (ulimit -f unlimited; LimitFSIZE in a systemd unit), and run the command again.`
    })
  return undefined
}
