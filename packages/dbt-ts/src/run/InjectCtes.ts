/** Returns where a statement's own text begins: after blanks and comments. */
const start = (sql: string): number => {
  const skipped = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/.exec(sql)
  return skipped === null ? 0 : skipped[0].length
}

/**
 * Puts ephemeral models as common table expressions before a statement, as dbt writes them: behind a `with` that is
 * there already, else before the first character that is not a blank.
 */
export const injectCtes = (sql: string, ctes: ReadonlyArray<readonly [string, string]>): string => {
  if (ctes.length === 0) return sql
  const text = ctes.map(([name, body]) => ` ${name} as (\n${body}\n)`).join(", ")
  const from = start(sql)
  const own = /^with(?:\s+recursive)?\b\s*/i.exec(sql.slice(from))
  if (own !== null) {
    const end = from + own[0].length
    return `${sql.slice(0, end)}${text}, ${sql.slice(end)}`
  }
  const first = /\S/.exec(sql)?.index ?? 0
  return `${sql.slice(0, first)}with${text} ${sql.slice(first)}`
}
