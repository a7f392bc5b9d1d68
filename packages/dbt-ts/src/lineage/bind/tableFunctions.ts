import { failAt } from "../../sql/SqlError.ts"
import type { Expression, Table } from "../../sql/Syntax.ts"
import { nothing } from "../Flow.ts"
import type { LineageTable } from "../LineageTable.ts"
import type { Scope } from "./Scope.ts"

type FunctionTable = Extract<Table, { readonly type: "function" }>

const open = (names: ReadonlyArray<string>): LineageTable => ({
  columns: new Map(names.map((name) => [name, nothing])),
  rows: nothing
})

/** Returns the names of a structure such as `a String, b Array(Tuple(x Int8, y Int8))`. */
const structureNames = (structure: string): ReadonlyArray<string> => {
  const parts: Array<string> = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= structure.length; at++) {
    if (structure[at] === "(") depth++
    if (structure[at] === ")") depth--
    if (at === structure.length || (structure[at] === "," && depth === 0)) {
      parts.push(structure.slice(from, at).trim())
      from = at + 1
    }
  }
  return parts.map((part) => /^[`"]?([^\s`"]+)/.exec(part)?.[1] ?? part)
}

const structureOf = (args: ReadonlyArray<Expression>): string | undefined =>
  args[0]?.type === "constant" && /\s/.test(args[0].text.trim()) ? args[0].text : undefined

const valuesNames = (args: ReadonlyArray<Expression>): ReadonlyArray<string> => {
  const structure = structureOf(args)
  if (structure !== undefined) return structureNames(structure)
  const [first] = args
  const width = first?.type === "call" && first.name === "tuple" ? first.args.length : 1
  return Array.from({ length: width }, (_, index) => `c${index + 1}`)
}

/** Table functions that read nothing of the store; another is an error that names it. */
export const tableFunction = ({ name, args, at }: FunctionTable, scope: Scope): LineageTable => {
  switch (name.toLowerCase()) {
    case "numbers":
    case "numbers_mt":
      return open(["number"])
    case "zeros":
    case "zeros_mt":
      return open(["zero"])
    case "generateseries":
    case "generate_series":
      return open(["generate_series"])
    case "values":
      return open(valuesNames(args))
    case "null":
    case "generaterandom":
      return open(structureNames(structureOf(args) ?? failAt(at, `'${name}' without a structure`)))
    case "format":
      return open(
        structureNames(args[1]?.type === "constant" ? args[1].text : failAt(at, "'format' without a structure"))
      )
    case "view": {
      const [query] = args
      return query?.type === "subquery" ? scope.bind(query.query) : failAt(at, "'view' needs a query")
    }
    default:
      return failAt(at, `what the table function '${name}' reads is not known`)
  }
}
