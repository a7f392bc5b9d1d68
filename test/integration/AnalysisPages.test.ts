/** The pages of the methods: each command is run and must print what the page shows. The first one draws the page's picture. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli } from "./inProcess.ts"

const folder = join(import.meta.dirname, "../../packages/flow-statistics/docs")
const work = testFolder("pages")

const pages = readdirSync(folder).filter((name) => name.endsWith(".md"))

const example = /```sh\nnpm run -s corridor -- (.+)\n```\n\n```text\n([\s\S]*?)\n```/g

/** Lines without blanks at their ends, which editors remove. */
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.trimEnd())

describe("pages of methods", () => {
  it("are one for each command or part of one", () => assert.isAtLeast(pages.length, 10))

  it.each(pages)("%s", async (page) => {
    const text = readFileSync(join(folder, page), "utf8")
    const found = [...text.matchAll(example)]
    assert.isNotEmpty(found)
    assert.strictEqual(text.match(/^```sh$/gm)?.length, found.length, "commands without their output")
    for (const [i, [, command, shown]] of found.entries()) {
      const picture = join(work, `${page}-${i}.svg`)
      const { code, stdout, stderr } = await runCli([...(command as string).split(" "), "--picture", picture], {
        data: join(work, "data")
      })
      assert.strictEqual(code, 0, stderr)
      // The answer says where a reader learns what it means.
      assert.include(pages, /packages\/flow-statistics\/docs\/(\S+)$/.exec(stdout.trimEnd())?.[1])
      // A page may show a part of a long output, but no line that is not in it.
      assert.include(linesOf(stdout).join("\n"), linesOf(shown as string).join("\n"), command)
      if (i === 0)
        assert.strictEqual(
          readFileSync(picture, "utf8"),
          readFileSync(join(folder, page.replace(".md", ".svg")), "utf8")
        )
    }
  })
})
