import { execFileSync, spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"

const root = join(import.meta.dirname, "../..")

/** Files that read the arguments of the process themselves: the commands, which have a help of their own, and children that programs start. */
const others = [
  "docs/examples/api/quick-start.ts",
  "infra/bootstrap.mjs",
  "infra/cli/",
  "infra/partnerProgram/",
  "packages/build.ts",
  "packages/dbt-ts/src/bin.ts",
  "packages/disclosure/src/bin.ts",
  "packages/scriptArguments.ts",
  "test/bench/api/serveStore.ts",
  "test/bench/candidates/store.ts",
  "test/bench/contents.ts",
  "test/bench/dbt/serveStore.ts",
  "test/bench/run.ts",
  "test/fault/",
  "test/fixtures/",
  "test/integration/",
  "test/lint/",
  "test/runArguments.ts",
  "test/unit/"
]

const scripts = execFileSync("git", ["grep", "-lE", "process\\.argv|scriptArguments|answerHelp|parseArgs"], {
  cwd: root,
  encoding: "utf8"
})
  .split("\n")
  .filter((file) => /\.(?:ts|mjs)$/.test(file) && !others.some((other) => file.startsWith(other)))

describe("scripts", () => {
  it.each(scripts)("%s answers --help, and says at its beginning how to use it", (file) => {
    const text = readFileSync(join(root, file), "utf8")
    assert.match(text, /scriptArguments\(\s*import\.meta\.filename|answerHelp\(import\.meta\.filename\)|help: \{ type/)
    assert.match(text, /^(?:\/\*\*|\/\/)/)
  })

  it("print their usage and do nothing else", () => {
    const script = (...args: ReadonlyArray<string>) =>
      spawnSync(process.execPath, [join(root, "schemas/scripts/make-plain-words.mjs"), ...args], { encoding: "utf8" })
    const help = script("--help")
    assert.strictEqual(help.status, 0)
    assert.match(help.stdout, /^Adds to `plain-words.csv`.+\n {4}node make-plain-words\.mjs/s)
    const { status, stderr } = script()
    assert.strictEqual(status, 2)
    assert.strictEqual(stderr, `An argument is missing.\n\n${help.stdout}`)
  })

  it("test:unit names no file itself, so that `-- FILE` runs that file alone", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>
    }
    const [, options = ""] = (scripts["test:unit"] as string).split("vitest run ")
    assert.match(options, /^(?:--\S+ \S+ ?)+$/)
  })
})
