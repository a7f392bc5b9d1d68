import type { Warehouse } from "../../../../ports/Warehouse.ts"

/** The store, with every query of a template told to `hear`: what it answers may be printed into the SQL as a constant. */
export const listeningWarehouse = (
  warehouse: Warehouse["Service"],
  hear: (sql: string) => void
): Warehouse["Service"] => ({
  ...warehouse,
  queryBytes: (sql, format, options) => {
    hear(sql)
    return warehouse.queryBytes(sql, format, options)
  }
})
