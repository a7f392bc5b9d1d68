import { assert, describe, it } from "vitest"
import type { Edition } from "../../../site/explorer/pages/Edition.ts"
import { readStory, storyProblems } from "../../../site/explorer/pages/Story.ts"

/** An edition with one table and one cell in it. */
const edition = {
  labels: (table: string) => (table === "flows" ? ["2003", "2004", "2004-Q1"] : []),
  rows: (table: string, where: Readonly<Record<string, string>> = {}) =>
    table === "flows" && where["origin"] === "UKR" && where["year"] === "2003"
      ? { cells: [{ labels: [], state: "published", value: 1_252, asOf: undefined }] }
      : undefined,
  trend: () => undefined
} as unknown as Edition

const cell = (text: string) => `[${text}](cell:flows?origin=UKR&year=2003)`

const problems = (body: string, title = "A", summary = "B") =>
  storyProblems(readStory("one", "en", `---\ntitle: "${title}"\nsummary: "${summary}"\n---\n${body}`), edition)

describe("a story", () => {
  it.each(["1252", "1,252", "1.252", "1 252", "1\u202f252"])("may write the number of a cell as %s", (text) => {
    assert.deepStrictEqual(problems(`In 2003 and 2004, ${cell(text)}.`), [])
  })

  it.each(["", "1251", "12,52", "125.2", "1252 persons", "**1252**1", "١٢٥٢", "−1252"])(
    "may not refer to a cell by '%s'",
    (text) => {
      assert.include(problems(`In 2003, ${cell(text)}.`), "cell:flows: differs from its cell")
    }
  )

  it.each([
    ["in its title", "text", "1252 persons", "B"],
    ["in its summary", "text", "A", "A rise by 40"],
    ["in a list", "- one\n- 356 persons", "A", "B"],
    ["in a heading", "# 356 persons", "A", "B"],
    ["in code", "`356`", "A", "B"],
    ["in a block of code", "```\n356\n```", "A", "B"],
    ["in an indented block", "one\n\n    356 persons", "A", "B"],
    ["of another script", "٣٥٦ persons", "A", "B"],
    ["in the title of a link", '[see](/plain "356")', "A", "B"],
    ["that only looks like a year", "2008 persons", "A", "B"],
    ["in another link", "[356](/plain)", "A", "B"]
  ])("may have no number of its own %s", (_, body, title, summary) => {
    assert.deepStrictEqual(problems(`${cell("1252")}\n\n${body}`, title, summary), [
      "a number without a reference to a cell"
    ])
  })

  it("may not name a dimension twice", () => {
    assert.deepStrictEqual(problems("[1252](cell:flows?origin=MDA&origin=UKR&year=2003)"), ["cell:: no such cell"])
  })
})
