/**
 * dbt-ts against real dbt: `fixtures/dbt-expected.json` holds what dbt-core and dbt-clickhouse made of
 * `fixtures/dbt-project`: compiled SQL byte for byte, ids and configuration of nodes, results of tests.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { testFolder } from "../../../test/testFolder.ts"
import { layer as embedded } from "../../src/store/EmbeddedClickHouse.ts"
import { build } from "../../src/Transform.ts"

interface Expected {
  readonly compiled: Readonly<Record<string, string>>
  readonly nodes: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly results: Readonly<Record<string, { readonly status: string; readonly failures: number | null }>>
}

const folder = testFolder("dbt")

const projectDir = new URL("fixtures/dbt-project", import.meta.url).pathname
const expected = JSON.parse(readFileSync(new URL("fixtures/dbt-expected.json", import.meta.url), "utf8")) as Expected
const targetPath = join(folder, "target")
const written = (path: string): string => readFileSync(join(targetPath, path), "utf8")

const target = { name: "corridor", schema: "corridor_mart", threads: 4 }

layer(Layer.mergeAll(embedded(join(folder, "store")), NodeServices.layer), { excludeTestServices: true })(
  "dbt-ts as real dbt",
  (it) => {
    it.effect("gives the same results", () =>
      Effect.gen(function* () {
        const { results } = yield* build({ projectDir, targetPath, target, isWholeEnvironment: true })
        const found = results.map(({ uniqueId, status, failures }) => [
          uniqueId,
          { status, failures: failures ?? null }
        ])
        assert.deepStrictEqual(Object.fromEntries(found), expected.results)
      })
    )

    it.effect("compiles the same SQL, byte for byte", () =>
      Effect.sync(() => {
        for (const [path, sql] of Object.entries(expected.compiled)) {
          assert.strictEqual(written(`compiled/second/${path}`), sql, path)
        }
        assert.isAbove(Object.keys(expected.compiled).length, 14)
      })
    )

    it.effect("writes the same nodes into the manifest", () =>
      Effect.sync(() => {
        const manifest = JSON.parse(written("manifest.json")) as {
          readonly nodes: Readonly<Record<string, Record<string, unknown> & { depends_on: { nodes: Array<string> } }>>
        }
        assert.deepStrictEqual(Object.keys(manifest.nodes).sort(), Object.keys(expected.nodes).sort())
        for (const [id, node] of Object.entries(expected.nodes)) {
          const own = { ...manifest.nodes[id], depends_on: [...(manifest.nodes[id]?.depends_on.nodes ?? [])].sort() }
          // dbt keeps a seed's place in the package; its code is its data, which is not kept in the manifest.
          for (const key of Object.keys(node)) {
            assert.deepStrictEqual((own as Record<string, unknown>)[key], node[key], `${id} ${key}`)
          }
        }
      })
    )
  }
)
