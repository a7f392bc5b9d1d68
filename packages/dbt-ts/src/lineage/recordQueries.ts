import type { ClickHouse } from "../store/ClickHouse.ts"

/** Reports each query of a template to `onQuery`: its result may be printed into the SQL as a constant. */
export const recordQueries = (
  clickhouse: ClickHouse["Service"],
  onQuery: (sql: string) => void
): ClickHouse["Service"] => ({
  ...clickhouse,
  queryCompact: (sql, settings) => {
    onQuery(sql)
    return clickhouse.queryCompact(sql, settings)
  }
})
