import { failAt } from "../../sql/SqlError.ts"
import type { LineageTable } from "../LineageTable.ts"
import type { Scope } from "./Scope.ts"
import { systemTable } from "./systemTable.ts"

/** A query of WITH, else a relation of the store. */
export const namedTable = (at: number, parts: ReadonlyArray<string>, scope: Scope): LineageTable => {
  const name = parts.join(".")
  const query = parts.length === 1 ? scope.query(name) : undefined
  const known = query ?? scope.binding.table(parts)
  if (known !== undefined) return known
  return systemTable(name) ?? failAt(at, `the table '${name}' is no model, seed, snapshot or source of this project`)
}
