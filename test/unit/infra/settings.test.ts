import { readFileSync } from "node:fs"
import { assert, it } from "vitest"
import { settingsMarkdown } from "../../../infra/settings/Settings.ts"

it("the README's table of settings is the one that the program has", () => {
  const readme = readFileSync(new URL("../../../infra/README.md", import.meta.url), "utf8")
  assert.include(readme, settingsMarkdown())
})
