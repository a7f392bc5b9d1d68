/** What reading one message costs this process: time, and memory that it did not have before. */
import { readFileSync, writeFileSync } from "node:fs"

export interface Cost {
  readonly milliseconds: number
  /** Growth of the largest resident memory of this process, as the kernel counts it. */
  readonly megabytes: number
}

const kilobytes = (what: "VmRSS" | "VmHWM") =>
  Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(readFileSync("/proc/self/status", "utf8"))?.[1])

/** Runs it once; the kernel's mark of the largest memory is set back first (see proc(5), clear_refs). */
export const costOf = <A>(run: () => A): { readonly answer: A; readonly cost: Cost } => {
  writeFileSync("/proc/self/clear_refs", "5")
  const before = kilobytes("VmRSS")
  const began = performance.now()
  const answer = run()
  const milliseconds = performance.now() - began
  return { answer, cost: { milliseconds, megabytes: (kilobytes("VmHWM") - before) / 1024 } }
}
