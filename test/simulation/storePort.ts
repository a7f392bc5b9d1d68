/** The port of the store, from a host over a network to the simulated store. */
import { Effect, Exit, Redacted } from "effect"
import { type QueryOptions, Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import type { Host } from "./Host.ts"
import { rowsOfBlock, type StoredRow } from "./SimulatedStore.ts"
import type { World } from "./World.ts"
import { answersTo } from "./withoutSafeguard.ts"

const failure = new WarehouseError({
  operation: "insert",
  retryable: true,
  message: "the store does not answer",
  detail: Redacted.make("")
})

const unused = () => Effect.die("The pipeline does not use this.")

export const storePort = (world: World, host: Host): Warehouse["Service"] => {
  const { store, time, faults, without } = world
  const ask = <A>(arrive: () => A) =>
    host.request(() => (faults.isQueryLost() ? Exit.fail(failure) : Exit.succeed(arrive())))
  /** Sends a change, which arrives as the faults decide. */
  const change = (arrive: () => void, spend?: () => void) =>
    host.request(() => {
      const ending = faults.endingOfInsert()
      if (ending === "done" || ending === "unanswered") arrive()
      if (ending === "spent") spend?.()
      if (ending === "late") {
        world.lateInserts += 1
        world.pending += 1
        time.after(faults.lateness(), () => {
          world.pending -= 1
          arrive()
        })
      }
      return ending === "done" ? Exit.void : Exit.fail(failure)
    })
  const insert = (table: string, rows: ReadonlyArray<StoredRow>, token: string, maySpend: boolean) =>
    change(
      () => {
        if (without === "boundaries" && table === "corridor_audit.batch") return
        store.insert(table, rows, without === "token" ? "" : token)
      },
      maySpend ? () => store.spend(table, token) : undefined
    )
  const { query, noteInsert } = answersTo(world)
  return Warehouse.of({
    query: <Row>(sql: string, options?: QueryOptions) =>
      ask(() => query(sql, options?.params) as unknown as ReadonlyArray<Row>),
    queryBytes: (sql, _format, options) => ask(() => store.queryBytes(sql, options?.params)),
    // The ledger's tokens are never spent without rows: opening the store deletes them (`integration/OrphanedDedupTokens`).
    insert: (table, rows, { token }) => insert(table, rows, token, false),
    // The rows are read now: the next batch overwrites the memory of the block.
    insertBlock: (table, block, { token }) =>
      Effect.suspend(() => {
        noteInsert()
        return insert(table, rowsOfBlock(block), token, true)
      }),
    insertBytes: unused,
    command: (sql, options) =>
      Effect.as(
        change(() => store.command(sql, options?.params)),
        { written: 0 }
      ),
    ping: Effect.void
  })
}
