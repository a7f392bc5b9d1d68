/**
 * npm test [-- [--full] [--record] [--turn N|all] [FILE…]]
 *
 * The test command: format and lint, layers and import cycles, types, then every test but the benchmark; of the slow files, those whose turn
 * it is (`turns.ts`). With names of files or folders, the tests in them alone. `--full` runs all files with more rounds of every suite and all cases of
 * its lists; `--record` writes the processor times of the files that ran, by which files are started and divided.
 * Ends with the line `N passed, N failed[, N skipped]`.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { answerHelp } from "../packages/scriptArguments.ts"
import { ensureChromium } from "./browser/ensureChromium.ts"
import { makeDataFolder } from "./dataFolder.ts"
import { ensureDebian } from "./fixtures/ensureDebian.ts"
import { ensurePython } from "./fixtures/ensurePython.ts"
import { processorSeconds } from "./processorTime.ts"
import { type RunArguments, runArguments } from "./runArguments.ts"
import type { Counts, RunSummary } from "./SummaryReporter.ts"
import { filesLeftOut, readSlowFiles, slowFilesFile, turnOfCommit, turns } from "./turns.ts"

const root = join(import.meta.dirname, "..")

const parsed = (): RunArguments => {
  try {
    return runArguments(process.argv.slice(2), root)
  } catch (error) {
    const [reason] = (error as Error).message.split(". To specify")
    console.error(`${reason}\nUsage: npm test [-- [--full] [--record] [--turn N|all] [FILE…]]`)
    process.exit(2)
  }
}

answerHelp(import.meta.filename)
const { full, record, turn = turnOfCommit(root), files } = parsed()
const bin = (name: string) => join(root, "node_modules", ".bin", name)

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
let isStopped = false

/** Runs a command to its end; a signal that is meant for this process ends it. */
const run = async (command: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) => {
  if (isStopped) return false
  const child = spawn(command, args, { stdio: "inherit", cwd: root, env: { ...process.env, ...env } })
  const stop = () => {
    isStopped = true
    child.kill("SIGTERM")
  }
  for (const signal of signals) process.on(signal, stop)
  const [code] = await once(child, "exit")
  for (const signal of signals) process.off(signal, stop)
  return code === 0
}

const check = async (command: string, args: ReadonlyArray<string>): Promise<Counts> => {
  const ok = await run(command, args)
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

/**
 * Keeps the files of a processor second or more, each in the group that it is in; a new one is in the turns, and one that this run left out
 * keeps its seconds.
 */
const writeSlowFiles = ({ processor }: RunSummary) => {
  const { everyRun, byTurn } = readSlowFiles()
  const slow = Object.entries({ ...everyRun, ...byTurn, ...processor })
    .filter(([file, seconds]) => seconds >= 1 && existsSync(join(root, file)))
    .sort(([, a], [, b]) => b - a)
    .map(([file, seconds]) => [file, Math.round(seconds)] as const)
  const group = (isInEveryRun: boolean) =>
    Object.fromEntries(slow.filter(([file]) => file in everyRun === isInEveryRun))
  writeFileSync(slowFilesFile, `${JSON.stringify({ everyRun: group(true), byTurn: group(false) }, null, 2)}\n`)
}

const vitest = async (): Promise<Counts> => {
  const folder = makeDataFolder()
  const file = join(folder, "summary.json")
  try {
    const ok = await run(bin("vitest"), ["run", ...files], {
      CORRIDOR_TEST_SUMMARY: file,
      CORRIDOR_TEST_TURN: String(turn),
      TMPDIR: folder,
      ...(full ? { CORRIDOR_TEST_FULL: "1" } : {})
    })
    const summary = JSON.parse(readFileSync(file, "utf8")) as RunSummary
    if (record) writeSlowFiles(summary)
    return { ...summary, failed: ok ? summary.failed : Math.max(summary.failed, 1) }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    // After an interrupt, servers of tests may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

ensureChromium()
ensureDebian("/usr/bin/Rscript", "R for the quick starts", ["r-base-core"])
ensurePython()
const checks: ReadonlyArray<readonly [command: string, args: ReadonlyArray<string>]> = [
  [bin("biome"), ["check", "--error-on-warnings", "."]],
  [process.execPath, ["test/lint/layers.ts"]],
  [process.execPath, ["test/lint/comments.ts"]],
  // Each further checker works out the types of the libraries again: four need almost twice the processor time of one.
  [bin("tsc"), ["-b", "--checkers", "1"]]
]
const all: Array<Counts> = []
if (files.length === 0) for (const [command, args] of checks) all.push(await check(command, args))
all.push(await vitest())
const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[of], 0)
const skipped = sum("skipped")
if (turn !== "all")
  console.log(
    `\nTurn ${turn} of ${turns} of the slow files; it leaves out ${filesLeftOut(turn).length}. Another turn: npm test -- --turn N; all files: npm test -- --turn all`
  )
console.log(`\nProcessor time: ${Math.round(processorSeconds())} s`)
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
process.exitCode = sum("failed") === 0 && sum("passed") >= all.length ? 0 : 1
