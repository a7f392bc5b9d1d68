/** Seeds' columns, types and lines against what dbt's own reader made of the same files (`fixtures/make-seeds.py`). */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { ProjectError } from "../../src/ProjectError.ts"
import { seedTable } from "../../src/run/seed/SeedTable.ts"

interface Case {
  readonly csv: string
  readonly texts: ReadonlyArray<string>
  readonly delimiter: string
  readonly error?: string
  readonly names?: ReadonlyArray<string>
  readonly types?: ReadonlyArray<string>
  readonly rows?: number
  readonly lines?: string
}

const { cases } = JSON.parse(readFileSync(new URL("fixtures/run-seeds.json", import.meta.url), "utf8")) as {
  readonly cases: ReadonlyArray<Case>
}

describe("seeds, as dbt reads them", () => {
  it.each(cases.map((each) => [JSON.stringify(each.csv), each] as const))("%s", (_title, each) => {
    const read = () => seedTable("seeds/s.csv", each.csv, each.delimiter, new Set(each.texts))
    if (each.error !== undefined) {
      assert.throws(read, ProjectError)
      return
    }
    const { columns, rows, blocks } = read()
    assert.deepStrictEqual(
      columns.map(({ name, type }) => `${name} ${type}`),
      // If no value determines a type, dbt writes `integer`, which is ClickHouse's other name of Int32.
      (each.names ?? []).map((name, index) => `${name} ${each.types?.[index]?.replace("integer", "Int32")}`)
    )
    assert.strictEqual(rows, each.rows)
    for (const size of [1, 2, 1000]) assert.strictEqual([...blocks(size)].join(""), each.lines)
  })
})
