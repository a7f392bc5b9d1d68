/** A project with everything that dbt reads, held to real dbt's own manifest of it (`project/make-expected.ts`). */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { manifestDocument } from "../../src/artefacts/ManifestDocument.ts"
import { dbtVersion } from "../../src/Invocation.ts"
import { parseProject } from "../../src/parse/ParseProject.ts"
import { fromLines, type Json, own } from "./project/ManifestParts.ts"

const folder = join(import.meta.dirname, "project")
const expected = fromLines(readFileSync(join(folder, "expected.jsonl"), "utf8"))

const parsed = Effect.map(
  parseProject({ projectDir: join(folder, "fixture"), target: { name: "dev", schema: "mart", threads: 4 } }),
  ({ manifest }) => {
    const invocation = { id: "", startedAt: 0, generatedAt: 0 }
    const document = manifestDocument(manifest, { invocation, selectors: {}, details: new Map() })
    return own(JSON.parse(JSON.stringify(document)) as Json)
  }
)

/** dbt keeps some lists in the order of a set, which is no order. */
const unordered = new Set(["tags", "macros", "group_map"])

const sorted = (value: unknown, key = ""): unknown => {
  if (Array.isArray(value)) {
    const items = value.map((each) => sorted(each))
    return unordered.has(key) ? (items as Array<string>).toSorted() : items
  }
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, sorted(each, name)]))
}

layer(NodeServices.layer)("a project's manifest", (it) => {
  it.effect("is of the release of dbt that is followed", () =>
    Effect.sync(() => assert.strictEqual(expected.dbt, dbtVersion))
  )

  for (const part of Object.keys(expected.manifest)) {
    it.effect(`has the same ${part}`, () =>
      Effect.map(parsed, (found) => {
        assert.deepStrictEqual(Object.keys(found[part]), Object.keys(expected.manifest[part]))
        for (const [id, document] of Object.entries(expected.manifest[part])) {
          assert.deepStrictEqual(sorted(found[part][id], part), sorted(document, part), id)
        }
      })
    )
  }
})
