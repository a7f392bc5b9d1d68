const value = /^(?:'((?:[^'\\]|\\.|'')*)'|(-?\d+(?:\.\d+)?)|(true|false))$/i

/** The value of a quoted SQL text. */
const unquoted = (text: string): string => text.replace(/\\(.)|''/g, (_, escaped: string | undefined) => escaped ?? "'")

/** Splits at commas outside of quotes. */
const parts = (text: string): ReadonlyArray<string> => text.match(/(?:[^,']|'(?:[^'\\]|\\.|'')*')+/g) ?? []

/**
 * What `SET a = 1, b = 'x'` sets; undefined for any other statement. Every statement here has a connection of its own,
 * so what a hook sets is kept and given to the node's later statements.
 */
export const sessionSettings = (sql: string): Readonly<Record<string, string | number>> | undefined => {
  const body = /^\s*set\s+(?!role\b|default\b)([\s\S]*?)[\s;]*$/i.exec(sql)?.[1]
  if (body === undefined) return undefined
  const found: Record<string, string | number> = {}
  for (const part of parts(body)) {
    const [, name, written] = /^\s*(\w+)\s*=\s*([\s\S]*?)\s*$/.exec(part) ?? []
    const known = value.exec(written ?? "")
    if (name === undefined || known === null) return undefined
    const [, text, number, truth] = known
    if (text !== undefined) found[name] = unquoted(text)
    else found[name] = number === undefined ? (truth?.toLowerCase() === "true" ? 1 : 0) : Number(number)
  }
  return found
}
