import type { Warehouse } from "../../ports/Warehouse.ts"

export const numberTable = "default.number"

/** Inserts a number under the token that is its own. */
export const insertNumber = (warehouse: Warehouse["Service"], n: number) =>
  warehouse.insert(numberTable, [{ n }], { token: `number ${n}` })
