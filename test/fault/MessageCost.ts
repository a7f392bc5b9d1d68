/** The cost of reading one message: time, and additional memory of this process. */
import { readFileSync, writeFileSync } from "node:fs"

export interface Cost {
  readonly milliseconds: number
  /** Growth of the peak resident memory of this process, from the kernel. */
  readonly megabytes: number
}

const kilobytes = (what: "VmRSS" | "VmHWM") =>
  Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync("/proc/self/status", "utf8"))?.[1])

/** Runs it once, after the kernel's peak counter is reset (see proc(5), clear_refs). */
export const costOf = <A>(run: () => A): { readonly answer: A; readonly cost: Cost } => {
  writeFileSync("/proc/self/clear_refs", "5")
  const before = kilobytes("VmRSS")
  const began = performance.now()
  const answer = run()
  const milliseconds = performance.now() - began
  return { answer, cost: { milliseconds, megabytes: (kilobytes("VmHWM") - before) / 1024 } }
}
