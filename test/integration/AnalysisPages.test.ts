/** The pages of the methods: every example there is run, and its output and picture must be what the page shows. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { runCli } from "./cli.ts"

const root = join(import.meta.dirname, "../..")
const work = mkdtempSync(join(tmpdir(), "corridor-pages-"))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** Folder of each page, and its picture: that of the first example. */
const pages: ReadonlyArray<readonly [string, string]> = [
  ["trend", "trend.svg"],
  ["seasonality", "season.svg"],
  ["breaks", "breaks.svg"],
  ["interventions", "intervention.svg"],
  ["forecast", "forecast.svg"]
]

const example = /```sh\nnpm run -s corridor -- (.+)\n```\n\n```text\n([\s\S]*?)\n```/g

const withoutTrailing = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd())

describe("pages of methods", () => {
  for (const [folder, picture] of pages)
    it(folder, async () => {
      const page = join(root, "packages/flow-statistics/src", folder)
      const found = [...readFileSync(join(page, "README.md"), "utf8").matchAll(example)]
      assert.isNotEmpty(found)
      for (const [i, [, command, shown]] of found.entries()) {
        const drawn = join(work, `${folder}-${i}.svg`)
        const { code, stdout, stderr } = await runCli([...(command as string).split(" "), "--picture", drawn], {
          data: join(work, "data")
        })
        assert.strictEqual(code, 0, stderr)
        assert.deepStrictEqual(withoutTrailing(stdout), withoutTrailing(shown as string), command)
        if (i === 0) assert.strictEqual(readFileSync(drawn, "utf8"), readFileSync(join(page, picture), "utf8"), picture)
      }
    })
})
