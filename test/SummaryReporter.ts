/** Prints the slowest files, those with the most processor time, and each skipped test with what it needs, and writes the counts for `run.ts`. */
import { writeFileSync } from "node:fs"
import { relative } from "node:path"
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node"

declare module "vitest" {
  interface TaskMeta {
    /** What a skipped test, or all tests of a skipped suite, would need to run. */
    needs?: string
  }
}

export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export interface RunSummary extends Counts {
  /** Seconds of each file. */
  readonly files: Readonly<Record<string, number>>
  /** Processor seconds of each file. */
  readonly processor: Readonly<Record<string, number>>
}

const nameOf = (module: TestModule) => relative(process.cwd(), module.moduleId)

const seconds = (module: TestModule) => Math.round(module.diagnostic().duration / 100) / 10

const processorSeconds = (module: TestModule) => module.meta().processorSeconds ?? 0

const printLargest = (title: string, modules: ReadonlyArray<TestModule>, of: (module: TestModule) => number) => {
  console.log(`\n${title}:`)
  for (const module of modules.toSorted((a, b) => of(b) - of(a)).slice(0, 10))
    console.log(`${of(module).toFixed(1).padStart(7)}  ${nameOf(module)}`)
}

/** The test's own words about what it needs, or those of the nearest suite around it. */
const needsOf = (test: TestCase): string => {
  const result = test.result()
  if (result.state === "skipped" && result.note !== undefined) return result.note
  let at: TestCase["parent"] | TestCase = test
  for (; at.type !== "module"; at = at.parent) {
    const { needs } = at.meta()
    if (needs !== undefined) return needs
  }
  return "no reason given"
}

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: ReadonlyArray<TestModule>, errors: ReadonlyArray<SerializedError>): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const skipped = tests.filter((test) => test.result().state === "skipped")
    printLargest("The slowest files, in seconds", modules, seconds)
    printLargest("The files with the most processor time, in seconds", modules, processorSeconds)
    if (skipped.length > 0) console.log("\nSkipped:")
    for (const test of skipped) console.log(`  ${nameOf(test.module)}: ${test.fullName} (needs ${needsOf(test)})`)
    const file = process.env["CORRIDOR_TEST_SUMMARY"]
    if (file === undefined) return
    const summary: RunSummary = {
      passed: tests.filter((test) => test.result().state === "passed").length,
      // A file that cannot be loaded and an error outside any test fail the run as well.
      failed:
        tests.filter((test) => test.result().state === "failed").length +
        modules.filter((module) => module.errors().length > 0).length +
        errors.length,
      skipped: skipped.length,
      files: Object.fromEntries(modules.map((module) => [nameOf(module), seconds(module)])),
      processor: Object.fromEntries(modules.map((module) => [nameOf(module), processorSeconds(module)]))
    }
    writeFileSync(file, JSON.stringify(summary))
  }
}
