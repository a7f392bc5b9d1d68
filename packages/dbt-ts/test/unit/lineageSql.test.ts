/** The parser of SELECT: every compiled query of the fixtures, SQL as packages write it, and what is refused with its place. */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { parseSql } from "../../src/sql/parseSql.ts"
import { lineAt, SqlError } from "../../src/sql/SqlError.ts"

/** Processor time of this thread: other processes do not add to it. */
const threadMilliseconds = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const fixtures = new URL("../conformance/fixtures/", import.meta.url)
const read = (path: string) => readFileSync(new URL(path, fixtures), "utf8")

/** SQL compiled by dbt: queries, and statements of hooks that are not queries. */
const compiled: ReadonlyArray<readonly [path: string, sql: string]> = [
  ...Object.entries((JSON.parse(read("dbt-expected.json")) as { compiled: Record<string, string> }).compiled),
  ...["crossings", "shelter"].flatMap((name) =>
    read(`dbt/${name}.expected.jsonl`)
      .split("\n")
      .filter((line) => line.startsWith('["compiled"'))
      .map((line) => JSON.parse(line) as [string, string, string])
      .map(([, path, sql]) => [path, sql] as const)
  )
]

const isQuery = (sql: string) => /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:\(*\s*select|with|from)\b/i.test(sql)

const failure = (sql: string): SqlError => {
  try {
    parseSql(sql)
  } catch (thrown) {
    if (thrown instanceof SqlError) return thrown
    throw thrown
  }
  throw new Error(`was understood: ${sql}`)
}

describe("the parser of SELECT", () => {
  it("understands every query that real dbt compiled for the fixtures", () => {
    const queries = compiled.filter(([, sql]) => isQuery(sql))
    assert.isAbove(queries.length, 200)
    const wrong = queries.flatMap(([path, sql]) => {
      try {
        parseSql(sql)
        return []
      } catch (thrown) {
        return [`${path}: ${String(thrown)} at ${sql.slice((thrown as SqlError).offset).slice(0, 40)}`]
      }
    })
    assert.deepStrictEqual(wrong, [])
  })

  const packages: Readonly<Record<string, string>> = {
    "a surrogate key":
      "select lower(hex(MD5(toString(coalesce(cast(a as String), '_null_') || '-' || coalesce(cast(b as String), '_null_'))))) as id from x",
    "a spine of dates":
      "with rawdata as (with p as (select 0 as generated_number union all select 1 as generated_number), unioned as (select p0.generated_number * power(2, 0) + p1.generated_number * power(2, 1) + 1 as generated_number from p as p0 cross join p as p1) select * from unioned where generated_number <= 3 order by generated_number), all_periods as (select (addDays(toDate('2020-01-01'), row_number() over (order by generated_number) - 1)) as date_day from rawdata), filtered as (select * from all_periods where date_day <= toDate('2020-01-03')) select * from filtered",
    "a pivot": `select id, sum(case when kind = 'a' then 1 else 0 end) as "a", sum(case when kind = 'b' then 1 else 0 end) as "b" from x group by id`,
    "an unpivot":
      "select id, cast('size' as String) as field_name, cast(size as String) as value from x union all select id, cast('color' as String) as field_name, cast(color as String) as value from x",
    "relations put together":
      "(select cast('s.a' as String) as _dbt_source_relation, cast(`id` as Nullable(UInt32)) as `id`, cast(null as String) as `name` from s.a) union all (select cast('s.b' as String) as _dbt_source_relation, cast(null as Nullable(UInt32)) as `id`, cast(`name` as String) as `name` from s.b)",
    "one row of each":
      "with row_numbered as (select _inner.*, row_number() over (partition by id order by at desc) as rn from x as _inner) select distinct data.* from x as data natural_key inner join row_numbered using (id)".replace(
        " natural_key",
        ""
      ),
    "ranges that do not meet":
      "with window_functions as (select id, lo as lower_bound, hi as upper_bound, lead(lo) over (partition by id order by lo, hi) as next_lower_bound, row_number() over (partition by id order by lo desc, hi desc) = 1 as is_last_record from x), calc as (select *, coalesce(lower_bound < upper_bound, false) as ok, coalesce(upper_bound <= next_lower_bound, is_last_record, false) as before_next from window_functions) select * from calc where not (ok and before_next)",
    "how recent it is":
      "with recency as (select max(at) as most_recent from x) select most_recent, cast(dateAdd(day, -1, now()) as DateTime) as threshold from recency where most_recent < cast(dateAdd(day, -1, now()) as DateTime)",
    "sequential values":
      "with windowed as (select n, lag(n) over (order by n) as previous from x), errors as (select * from windowed where not (n = previous + 1)) select * from errors"
  }
  for (const [what, sql] of Object.entries(packages)) it(`understands ${what}`, () => void parseSql(sql))

  const refused: ReadonlyArray<readonly [sql: string, line: number, words: string]> = [
    ["select a,\n  from (select 1", 2, "expected ')', found the end"],
    ["select a\nfrom t\nwhere (b = 1", 3, "expected ')'"],
    ["select 'a\nfrom t", 1, "an unterminated quote"],
    ["select a /* b\nfrom t", 1, "an unterminated comment"],
    ["select a from t; select b from u", 1, "expected the end, found 'select'"],
    ["insert into t select 1", 1, "expected select, found 'insert'"],
    ["select a from t where case when b then 1", 1, "expected end"],
    ["select a from ()", 1, "expected SELECT"],
    ["select ! from t", 1, "an unexpected character: !"]
  ]
  for (const [sql, line, words] of refused) {
    it(`reports where it stops: ${JSON.stringify(sql)}`, () => {
      const error = failure(sql)
      assert.include(error.message, words)
      assert.strictEqual(lineAt(sql, error.offset), line)
    })
  }

  it("reads a hundred models in less than a second", () => {
    const queries = compiled.filter(([, sql]) => isQuery(sql)).sort(([, a], [, b]) => b.length - a.length)
    const start = threadMilliseconds()
    for (const [, sql] of queries.slice(0, 100)) parseSql(sql)
    assert.isBelow(threadMilliseconds() - start, 1000)
  })
})
