import { readFileSync } from "node:fs"
import { assert, it } from "vitest"
import { diagrams } from "../../docs/make/diagrams.ts"

it("the diagrams of the documentation are up to date (npm run pictures)", async () => {
  const drawn = await diagrams()
  assert.isAbove(drawn.size, 4)
  for (const [file, svg] of drawn)
    assert.strictEqual(readFileSync(new URL(`../../docs/diagrams/${file}`, import.meta.url), "utf8"), svg, file)
})
