/** The worked examples of the pages of analysis: each command is run, prints what the page shows and draws its picture. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { runCli } from "./cli.ts"

const pages = ["hidden", "flows", "transit", "margins", "gravity"]

const root = new URL("../../", import.meta.url)

const folder = mkdtempSync(join(tmpdir(), "corridor-examples-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Commands of a page with what is shown below them. */
const examples = (page: string): ReadonlyArray<readonly [ReadonlyArray<string>, string]> =>
  [...page.matchAll(/```sh\nnpm run -s corridor -- (.+)\n```\n\n```text\n([\s\S]*?)\n```/g)].map(
    ([, command, shown]) => [(command as string).split(" "), shown as string] as const
  )

describe("worked examples", () => {
  it.each(pages)("of %s", async (name) => {
    const found = examples(readFileSync(new URL(`packages/flow-statistics/src/${name}/README.md`, root), "utf8"))
    assert.isNotEmpty(found)
    for (const [args, shown] of found) {
      const picture = readFileSync(new URL(`packages/flow-statistics/src/${name}/example.svg`, root), "utf8")
      const drawn = join(folder, `${name}.svg`)
      const { code, stdout } = await runCli([...args, "--picture", drawn], { data: join(folder, "data") })
      assert.strictEqual(code, 0)
      assert.include(stdout, shown)
      assert.match(stdout, /This rests on:\n- /)
      assert.strictEqual(readFileSync(drawn, "utf8"), picture)
    }
  })
})
