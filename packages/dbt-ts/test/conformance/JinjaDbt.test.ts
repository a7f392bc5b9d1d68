/**
 * What dbt's macros, relations, columns and modules print: `fixtures/jinja/dbt` holds models with what real dbt
 * compiled them to. One project of all of them is compiled here; none of them needs the store.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { testFolder } from "../../../test/testFolder.ts"
import { compile } from "../../src/Transform.ts"
import { defaultTarget } from "../../src/TransformOptions.ts"
import { noStore } from "./jinja/NoStore.ts"

interface Case {
  readonly template: string
  readonly output?: string
  readonly error?: string
}

const { dbt, adapter, cases } = JSON.parse(
  readFileSync(new URL("fixtures/jinja/dbt/expected.json", import.meta.url), "utf8")
) as { readonly dbt: string; readonly adapter: string; readonly cases: ReadonlyArray<Case> }

const projectDir = testFolder("jinja")

const nameOf = (index: number): string => `m${String(index).padStart(3, "0")}`

mkdirSync(join(projectDir, "models"))
writeFileSync(join(projectDir, "dbt_project.yml"), "name: corridor\nprofile: corridor\n")
for (const [index, { template }] of cases.entries()) {
  writeFileSync(join(projectDir, "models", `${nameOf(index)}.sql`), template)
}

const compiled = await Effect.runPromise(
  compile({ projectDir, target: { ...defaultTarget, name: "dev", schema: "mart" } }).pipe(
    Effect.provide(Layer.mergeAll(noStore, NodeServices.layer))
  )
)

describe(`names of dbt ${dbt} with dbt-clickhouse ${adapter}`, () => {
  for (const [index, { template, output, error }] of cases.entries()) {
    it(`${nameOf(index)} ${template.slice(0, 100)}`, () => {
      const ours = compiled.results.find((result) => result.name === nameOf(index))
      assert.isDefined(ours)
      if (output !== undefined) assert.strictEqual(ours?.compiled ?? ours?.message, output)
      else assert.strictEqual(ours?.status, "error", `dbt reports ${error}`)
    })
  }
})
