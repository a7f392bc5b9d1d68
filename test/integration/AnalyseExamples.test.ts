/** The worked examples of the pages of analysis: each command is run, and prints what the page shows. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { runCli } from "./cli.ts"

const pages = ["hidden"]

const root = new URL("../../", import.meta.url)

/** Commands of a page with what is shown below them. */
const examples = (page: string): ReadonlyArray<readonly [ReadonlyArray<string>, string]> =>
  [...page.matchAll(/```sh\nnpm run -s corridor -- (.+)\n```\n\n```text\n([\s\S]*?)\n```/g)].map(
    ([, command, shown]) => [(command as string).split(" "), shown as string] as const
  )

describe("worked examples", () => {
  it.each(pages)("of %s", async (name) => {
    const found = examples(readFileSync(new URL(`release/analysis/${name}/README.md`, root), "utf8"))
    assert.isNotEmpty(found)
    for (const [args, shown] of found) {
      const { code, stdout } = await runCli(args, { data: ".corridor-none" })
      assert.strictEqual(code, 0)
      assert.strictEqual(stdout.slice(0, shown.length), shown)
      assert.match(stdout.slice(shown.length), /This rests on:\n- /)
    }
  })
})
