/** Takes a safeguard of withdrawals away from one process, by what the store answers to it. */
import type { Params } from "../../ports/Warehouse.ts"
import type { SimulatedStore, StoredRow } from "./SimulatedStore.ts"
import type { World } from "./World.ts"

type Query = SimulatedStore["query"]

/** Answers the first look for withdrawals after an insert as it answered the last one before it. */
const withoutSecondLook = (query: Query) => {
  const looks = new Map<string, { readonly answer: ReadonlyArray<StoredRow>; isAfterInsert: boolean }>()
  return {
    noteInsert: () => {
      for (const look of looks.values()) look.isAfterInsert = true
    },
    query: (sql: string, params: Params = {}) => {
      if (!sql.includes("groupUniqArray(toString(person)) AS persons")) return query(sql, params)
      const partner = params["partner"] as string
      const before = looks.get(partner)
      const answer = before?.isAfterInsert === true ? before.answer : query(sql, params)
      if (before?.isAfterInsert === true) looks.delete(partner)
      else looks.set(partner, { answer, isAfterInsert: false })
      return answer
    }
  }
}

/** Answers that there are no withdrawals for which to look. */
const withoutSweep = (query: Query) => (sql: string, params?: Params) =>
  /AS version, tbl AS table/.test(sql) && !sql.includes("corridor_raw.route_record") ? [] : query(sql, params)

/** Returns how the store answers the queries of one process. `noteInsert` runs before each of its inserts of records. */
export const answersTo = ({ store, without }: World): { readonly query: Query; readonly noteInsert: () => void } => {
  const query: Query = (sql, params) => store.query(sql, params)
  if (without === "look for withdrawals after the insert") return withoutSecondLook(query)
  return { query: without === "erase what came back" ? withoutSweep(query) : query, noteInsert: () => {} }
}
