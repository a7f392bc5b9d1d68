/**
 * The one test command: format and lint (layers among it), types, then every test but the benchmark.
 * `--full` runs every round of every suite. Ends with the line `N passed, N failed`.
 */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ensureChromium } from "./browser/ensureChromium.ts"
import { ensureDebian } from "./fixtures/ensureDebian.ts"

interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const full = process.argv.includes("--full")
const bin = (name: string) => join(import.meta.dirname, "..", "node_modules", ".bin", name)

const run = (name: string, args: ReadonlyArray<string>) =>
  spawnSync(bin(name), args, {
    stdio: "inherit",
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, ...(full ? { CORRIDOR_TEST_FULL: "1" } : {}) }
  })

const check = (name: string, args: ReadonlyArray<string>): Counts => {
  const ok = run(name, args).status === 0
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

const vitest = (): Counts => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-test-"))
  const file = join(folder, "results.json")
  try {
    const { status } = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`])
    const results = JSON.parse(readFileSync(file, "utf8")) as {
      numPassedTests: number
      numFailedTests: number
      numPendingTests: number
    }
    // A file that can't be loaded, or an error outside any test, fails the run without a failed test.
    const failed = status === 0 ? results.numFailedTests : Math.max(results.numFailedTests, 1)
    return { passed: results.numPassedTests, failed, skipped: results.numPendingTests }
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

ensureChromium()
ensureDebian("/usr/bin/Rscript", "R for the quick starts", ["r-base-core"])
const all = [check("biome", ["check", "--error-on-warnings", "."]), check("tsc", ["-b"]), vitest()]
const sum = (of: keyof Counts) => all.reduce((total, counts) => total + counts[of], 0)
const skipped = sum("skipped")
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`)
process.exitCode = sum("failed") === 0 && sum("passed") > 2 ? 0 : 1
