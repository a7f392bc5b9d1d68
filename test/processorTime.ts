/** Processor seconds of this process and of its children that have ended, theirs included. */
import { existsSync, readFileSync } from "node:fs"

const children = (): number => {
  if (!existsSync("/proc/self/stat")) return 0
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? []
  return (Number(fields[13]) + Number(fields[14])) / 100
}

/** Outside Linux without the children. */
export const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + children()
}
