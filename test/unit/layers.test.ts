import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { assert, describe, it } from "vitest"
import { layerProblems } from "../lint/layers.ts"

const root = join(import.meta.dirname, "../..")

/** The problems of a tree of these files, each given with its import statements. */
const problemsOf = (files: Readonly<Record<string, string>>): ReadonlyArray<string> => {
  const tree = mkdtempSync(join(tmpdir(), "corridor-layers-"))
  try {
    execFileSync("git", ["init", "--quiet"], { cwd: tree })
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true })
      writeFileSync(join(tree, path), text)
    }
    return layerProblems(tree)
  } finally {
    rmSync(tree, { recursive: true })
  }
}

const forbidden: ReadonlyArray<readonly [file: string, specifier: string]> = [
  ["schemas/X.ts", "../ports/Y.ts"],
  ["ports/X.ts", "../ingest/Y.ts"],
  ["ingest/X.ts", "../infra/cli/Y.ts"],
  ["ingest/pipeline/X.ts", "../../release/published/Y.ts"],
  ["packages/disclosure/src/X.ts", "../../../release/Y.ts"],
  ["packages/disclosure/src/X.ts", "@corridor/flow-statistics/Y"],
  ["packages/dbt-ts/test/X.ts", "../../../ports/Y.ts"],
  ["release/X.ts", "../ingest/Y.ts"],
  ["release/X.ts", "../site/Y.ts"],
  ["release/X.ts", "../packages/disclosure/src/Y.ts"],
  ["site/X.ts", "../infra/Y.ts"],
  ["infra/warehouse/X.ts", "../cli/Y.ts"],
  ["ingest/X.ts", "chdb"],
  ["release/X.ts", "chdb/connection"],
  ["packages/dbt-ts/src/run/X.ts", "@clickhouse/client"],
  ["infra/cli/X.ts", "kafkajs"],
  ["infra/identity/X.ts", "node:sqlite"],
  ["release/X.ts", "@effect/sql-pg"],
  ["ingest/pipeline/X.ts", "avsc"]
]

const allowed: ReadonlyArray<readonly [file: string, specifier: string]> = [
  ["ports/X.ts", "../schemas/Y.ts"],
  ["ingest/X.ts", "../ports/Y.ts"],
  ["release/X.ts", "@corridor/disclosure/rules/Y"],
  ["site/X.ts", "../release/published/Y.ts"],
  ["infra/cli/X.ts", "../../site/api/Y.ts"],
  ["infra/warehouse/X.ts", "chdb"],
  ["infra/kafka/X.ts", "kafkajs"],
  ["test/unit/X.ts", "../../infra/cli/Y.ts"]
]

describe("layers", () => {
  it("an import that breaks a layer is a problem, in any form", () => {
    for (const [file, specifier] of forbidden) {
      const statements = [
        `import { y } from "${specifier}"`,
        `import type { Y } from "${specifier}"`,
        `export * from "${specifier}"`,
        `export const y = () => import("${specifier}")`
      ]
      const files = statements.map((_, i) => file.replace("X.ts", `X${i}.ts`))
      const problems = problemsOf(Object.fromEntries(files.map((each, i) => [each, `${statements[i]}\n`])))
      assert.deepStrictEqual(
        problems.map((problem) => problem.split(" must ")[0]).sort(),
        files,
        `${file} ${specifier}`
      )
    }
  })

  it("imports that the layers allow are not problems", () => {
    for (const [file, specifier] of allowed)
      assert.deepStrictEqual(problemsOf({ [file]: `import { y } from "${specifier}"\n` }), [], `${file}: ${specifier}`)
  })

  it("a cycle of two files is a problem, also by types alone", () => {
    const [problem, ...others] = problemsOf({
      "release/ledger/A.ts": 'import type { B } from "./B.ts"\nexport type A = B\n',
      "release/ledger/B.ts": 'export type { A as B } from "./A.ts"\n'
    })
    assert.match(problem ?? "", /^import cycle in release\/ledger: A\.ts -> B\.ts -> A\.ts/)
    assert.deepStrictEqual(others, [])
  })

  it("a cycle of folders without a cycle of files is a problem", () => {
    const [problem, ...others] = problemsOf({
      "release/a/One.ts": 'import { two } from "../b/Two.ts"\nexport const one = two\n',
      "release/a/Three.ts": "export const three = 3\n",
      "release/b/Two.ts": "export const two = 2\n",
      "release/b/Four.ts": 'import { three } from "../a/Three.ts"\nexport const four = three + 1\n'
    })
    assert.match(
      problem ?? "",
      /^import cycle in release: a -> b -> a\n.*One\.ts imports .*Two\.ts\n.*Four\.ts imports/s
    )
    assert.deepStrictEqual(others, [])
  })

  it("a release or a page reads no raw, staging or audit table", () => {
    const sources = ["release", "site"]
      .flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file))
      )
      .filter((file) => /\.(ts|sql)$/.test(file))
    assert.isAbove(sources.length, 50)
    for (const file of sources)
      assert.notMatch(readFileSync(join(root, file), "utf8"), /corridor_(raw|staging|audit)/, file)
  })
})
