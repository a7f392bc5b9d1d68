/** Every promise of docs/security.md names tests that exist and says its result. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"

const docs = join(import.meta.dirname, "../../docs")
const page = readFileSync(join(docs, "security.md"), "utf8")

/** The cells of each row of the table of promises. */
const promises = (page.split("## Promises")[1] as string)
  .split("\n## ")[0]
  ?.split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (promise|-+) /.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, promise, tests, result]) => ({
    promise: promise as string,
    tests: tests as string,
    result: result as string
  }))

describe("docs/security.md", () => {
  it("has promises", () => assert.isAbove(promises?.length ?? 0, 10))

  it.each(promises ?? [])("'$promise' names its tests and their result", ({ tests, result }) => {
    const files = [...tests.matchAll(/\]\(([^)]+)\)/g)].map(([, file]) => file as string)
    assert.isNotEmpty(files)
    for (const file of files) {
      assert.match(file, /\.test\.ts$/)
      assert.isTrue(existsSync(join(docs, file)), file)
    }
    assert.match(result, /^(holds|in part: )/)
  })

  it("has at most 1,200 words outside its tables", () => {
    const words = page
      .split("\n")
      .filter((line) => !line.startsWith("|"))
      .join(" ")
      .split(/\s+/)
    assert.isAtMost(words.length, 1200)
  })
})
