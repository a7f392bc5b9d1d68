import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"
import { parse } from "yaml"

const folder = new URL("../../transform/models", import.meta.url).pathname

interface Properties {
  readonly models?: ReadonlyArray<{ readonly name: string; readonly description?: string }>
}

it("each model's description ends with its grain", () => {
  const models = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yml"))
    .flatMap((file) => (parse(readFileSync(join(folder, file), "utf8")) as Properties).models ?? [])
  assert.isAbove(models.length, 50)
  const without = models.filter(({ description = "" }) => !/One row per [^.]*\.$/.test(description.trim()))
  assert.deepStrictEqual(
    without.map(({ name }) => name),
    []
  )
})
