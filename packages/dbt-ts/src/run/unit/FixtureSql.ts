/** Rows of a unit test as SQL, in dbt's layout. */

import { Column } from "../../context/Column.ts"
import { fromHost } from "../../jinja/Json.ts"
import { str } from "../../jinja/Print.ts"
import { refuse } from "../../ProjectError.ts"
import type { StoredColumn } from "../materialise/Existing.ts"
import type { FixtureRow } from "./FixtureRows.ts"

/** Columns by their names in small letters. */
type Columns = ReadonlyMap<string, StoredColumn>

/** Returns columns by their names in lower case, as dbt looks them up. */
export const byLowerName = (columns: ReadonlyArray<StoredColumn>): Columns =>
  new Map(columns.map((column) => [column.name.toLowerCase(), column]))

const quoted = (name: string): string => `"${name}"`

const cast = (value: unknown, stored: string): string => {
  const type = new Column("", stored).dataType
  if (value === null || value === undefined) {
    return `CAST(defaultValueOfTypeName('${type.replaceAll("'", "\\'")}') AS ${type})`
  }
  const written = typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : str(fromHost(value))
  return `CAST(${written} AS ${type})`
}

const known = (where: string, what: string, columns: Columns, row: FixtureRow): ReadonlyMap<string, unknown> => {
  const found = new Map<string, unknown>()
  for (const [name, value] of row) {
    const lower = name.toLowerCase()
    if (!columns.has(lower)) {
      const accepted = [...columns.keys()].map((each) => `'${each}'`).join(", ")
      const wrong = `Invalid column name: '${lower}' in unit test fixture for ${what}.`
      return refuse(where, `${wrong}\nAccepted columns for ${what} are: [${accepted}]`)
    }
    found.set(lower, value)
  }
  return found
}

/** Returns the rows of an input. Columns that a row does not name have their type's default. */
export const inputSql = (where: string, name: string, columns: Columns, rows: ReadonlyArray<FixtureRow>): string => {
  const select = (row: ReadonlyMap<string, unknown>): string =>
    `select ${[...columns].map(([lower, { name: own, type }]) => `${cast(row.get(lower), type)} as ${quoted(own)}`).join(", ")}`
  const body =
    rows.length === 0
      ? `${select(new Map())}\n    limit 0`
      : rows.map((row) => select(known(where, `'${name}'`, columns, row))).join("\nunion all\n")
  return `\n-- Fixture for ${name}\n${body}`
}

export interface ExpectedSql {
  readonly sql: string
  /** The columns that are compared, quoted. */
  readonly columns: ReadonlyArray<string>
}

/** Returns the expected rows. Every row must have the columns of the first: the store reports one with fewer or more. */
export const expectedSql = (where: string, columns: Columns, rows: ReadonlyArray<FixtureRow>): ExpectedSql => {
  const [first] = rows
  if (first === undefined) {
    return {
      sql: "select * from dbt_internal_unit_test_actual\nlimit 0",
      columns: [...columns.values()].map(({ name }) => quoted(name))
    }
  }
  const names = [...known(where, "expected output", columns, first).keys()]
  const selects = rows.map((row) => {
    const values = known(where, "expected output", columns, row)
    if (values.size === names.length && !names.every((name) => values.has(name))) {
      return refuse(where, `every expected row needs the columns ${names.join(", ")}`)
    }
    const cells = (values.size === names.length ? names : [...values.keys()]).map((name) => {
      const { name: own, type } = columns.get(name) as StoredColumn
      return `${cast(values.get(name), type)} as ${quoted(own)}`
    })
    return `select ${cells.join(", ")}`
  })
  return {
    sql: selects.join("\nunion all\n"),
    columns: names.map((name) => quoted((columns.get(name) as StoredColumn).name))
  }
}

/** Returns the query for actual and expected rows, marked as such. */
export const unitTestQuery = (sql: string, expected: ExpectedSql): string => {
  const marked = (mark: string): string => `${[...expected.columns, `'${mark}' as "actual_or_expected"`].join(", ")}`
  return `-- Build actual result given inputs
with dbt_internal_unit_test_actual as (
  select
    ${marked("actual")}
  from (
    ${sql}
  ) _dbt_internal_unit_test_actual
),
-- Build expected result
dbt_internal_unit_test_expected as (
  select
    ${marked("expected")}
  from (
    ${expected.sql}
  ) _dbt_internal_unit_test_expected
)
-- Union actual and expected results
select * from dbt_internal_unit_test_actual
union all
select * from dbt_internal_unit_test_expected`
}
