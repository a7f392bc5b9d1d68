import { readerOf } from "./parseSql.ts"
import { failAt } from "./SqlError.ts"
import type { Query } from "./Syntax.ts"
import type { TokenReader } from "./TokenReader.ts"

/** The effect of a hook's or operation's statement on stored data. */
export type Statement =
  | { readonly type: "insert"; readonly into: ReadonlyArray<string>; readonly query: Query }
  | { readonly type: "select"; readonly query: Query }
  /** It neither shows rows nor puts them anywhere. */
  | { readonly type: "still" }

/** First words of statements that never move rows. */
const still: ReadonlyArray<ReadonlyArray<string>> = [
  ["set"],
  ["use"],
  ["optimize", "table"],
  ["truncate"],
  ["drop"],
  ["delete", "from"],
  ["grant"],
  ["revoke"],
  ["kill", "query"],
  ["create", "database"],
  ["system", "sync"],
  ["system", "reload"],
  ["system", "stop", "merges"],
  ["system", "start", "merges"]
]

/** Questions that the store answers about itself. */
const describing: ReadonlyArray<ReadonlyArray<string>> = [["desc"], ["describe"], ["show"], ["exists"]]

/** Parts of `alter table` that change rows where they are, or no rows. */
const altering: ReadonlyArray<ReadonlyArray<string>> = [
  ["delete"],
  ["drop"],
  ["clear"],
  ["comment"],
  ["materialize"],
  ["rename", "column"],
  ["add", "index"],
  ["add", "constraint"],
  ["add", "projection"],
  ["modify", "setting"],
  ["modify", "comment"],
  ["modify", "ttl"],
  ["modify", "order", "by"],
  ["reset", "setting"],
  ["freeze"]
]

const name = (reader: TokenReader): ReadonlyArray<string> => {
  const parts = [reader.name()]
  while (reader.takeOperator(".")) parts.push(reader.name())
  return parts
}

const atEnd = (reader: TokenReader): void => {
  reader.takeOperator(";")
  if (reader.peek().kind !== "end") reader.unexpected("the end")
}

const insert = (reader: TokenReader): Statement => {
  reader.take("table")
  const into = name(reader)
  if (reader.takeOperator("(")) reader.skipBracket()
  if (reader.take("settings")) {
    do reader.expression()
    while (reader.takeOperator(","))
  }
  // Values in the text are the project's own.
  if (reader.sees("values")) return { type: "still" }
  const query = reader.query()
  atEnd(reader)
  return { type: "insert", into, query }
}

const holdsAQuery = (reader: TokenReader): boolean => {
  for (let ahead = 0; ; ahead++) {
    const { kind, text } = reader.peek(ahead)
    if (kind === "end") return false
    if (kind === "word" && text.toLowerCase() === "select") return true
  }
}

const alter = (reader: TokenReader): Statement => {
  const offset = reader.offset
  name(reader)
  const what = altering.find((words) => reader.sees(...words))
  const isDelete = reader.sees("delete")
  if (what === undefined || (!isDelete && holdsAQuery(reader)))
    failAt(offset, "what this change of a table puts into it is not known")
  return { type: "still" }
}

/** Returns the effect of the statement; throws `SqlError` if it is not known. Pass several statements one by one. */
export const parseStatement = (sql: string): Statement => {
  const reader = readerOf(sql)
  if (reader.peek().kind === "end") return { type: "still" }
  if (reader.take("insert", "into")) return insert(reader)
  if (reader.take("alter", "table")) return alter(reader)
  if (still.some((words) => reader.sees(...words)) || describing.some((words) => reader.sees(...words)))
    return { type: "still" }
  if (!reader.sees("select") && !reader.sees("with") && !reader.seesOperator("("))
    reader.unexpected("insert, select, or a statement that moves no rows")
  const query = reader.query()
  atEnd(reader)
  return { type: "select", query }
}
