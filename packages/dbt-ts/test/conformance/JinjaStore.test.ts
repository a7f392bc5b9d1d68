/** Templates that ask the store while they are compiled, against what real dbt made of them on the same rows. */
import { mkdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { testFolder } from "../../../test/testFolder.ts"
import { ClickHouse } from "../../src/store/ClickHouse.ts"
import { layer as embedded } from "../../src/store/EmbeddedClickHouse.ts"
import { compile } from "../../src/Transform.ts"
import { defaultTarget } from "../../src/TransformOptions.ts"
import { modelName, setup, templates, writeProject } from "./jinja/StoreTemplates.ts"

const folder = testFolder("jinja-store")

const { cases } = JSON.parse(readFileSync(new URL("fixtures/jinja/store/expected.json", import.meta.url), "utf8")) as {
  readonly cases: ReadonlyArray<{ readonly template: string; readonly output: string }>
}

layer(Layer.mergeAll(embedded(join(folder, "store")), NodeServices.layer), { excludeTestServices: true })(
  "templates that query the store",
  (it) => {
    it.effect("compile as real dbt compiles them", () =>
      Effect.gen(function* () {
        const clickhouse = yield* ClickHouse
        for (const statement of setup) yield* clickhouse.command(statement)
        const projectDir = join(folder, "project")
        mkdirSync(projectDir)
        writeProject(projectDir)
        assert.deepStrictEqual(
          cases.map(({ template }) => template),
          templates
        )
        const { results } = yield* compile({ projectDir, target: { ...defaultTarget, schema: "mart" } })
        for (const [index, { output }] of cases.entries()) {
          const ours = results.find(({ name }) => name === modelName(index))
          assert.strictEqual(ours?.compiled ?? ours?.message, output, modelName(index))
        }
      })
    )
  }
)
