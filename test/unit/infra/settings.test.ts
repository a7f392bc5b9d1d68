import { readFileSync } from "node:fs"
import { assert, it } from "vitest"
import { settingsMarkdown } from "../../../infra/settings/Settings.ts"

/** Rows of settings as cells: the formatter pads columns. */
const rows = (markdown: string) =>
  markdown
    .split("\n")
    .filter((line) => line.startsWith("| `CORRIDOR_"))
    .map((line) => line.split("|").map((cell) => cell.trim()))

it("the table of settings in the docs matches the program", () => {
  const page = readFileSync(new URL("../../../docs/reference/settings.md", import.meta.url), "utf8")
  assert.isAtLeast(rows(settingsMarkdown()).length, 14)
  assert.deepStrictEqual(rows(page), rows(settingsMarkdown()))
})
