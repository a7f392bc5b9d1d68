/**
 * A store in memory that answers the statements of the pipeline as ClickHouse does: inserts with deduplication tokens, and the look-ups of
 * the ledger, of stored revisions and of the quarantine; statements of erasure are in `erasureStatements.ts`. `simulatedStore.test.ts` compares
 * its answers with the real engine's.
 */
import { personTables, withdrawalTable } from "../../ingest/keys/PersonTables.ts"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import { putUuidText, uuidWords } from "../../ports/ColumnBlock.ts"
import type { Params } from "../../ports/Warehouse.ts"
import { blockRows } from "../fixtures/blockRows.ts"
import { answerOfErasure, deletionOf, uuids } from "./erasureStatements.ts"

export type StoredRow = Readonly<Record<string, unknown>>

/** Something that arrived at the store, with its answer. */
export type StoreOperation =
  | {
      readonly name: "insert"
      readonly table: string
      readonly rows: ReadonlyArray<StoredRow>
      readonly token: string
      /** Seconds since 1970. */
      readonly at: number
    }
  | { readonly name: "spend" }
  | { readonly name: "command"; readonly sql: string; readonly params: Params }
  | { readonly name: "query"; readonly sql: string; readonly params: Params; readonly answer: ReadonlyArray<StoredRow> }
  | { readonly name: "queryBytes"; readonly sql: string; readonly params: Params; readonly answer: Uint8Array }

/** Returns the rows of a block that would be inserted, in their order. */
export const rowsOfBlock = (block: ColumnBlock): ReadonlyArray<StoredRow> => {
  if (!(block.order instanceof Uint32Array)) return blockRows(block)
  const { order } = block
  const all = blockRows({ ...block, rows: Math.max(0, ...order) + 1 })
  return Array.from(order.subarray(0, block.rows), (row) => all[row] as StoredRow)
}

/** A statement in the form in which the answers below are listed. */
const normal = (sql: string) => sql.replaceAll(/\s+/g, " ").trim()

/** A UUID and a number in RowBinary. */
const binaryRow = ({ record_id: id, revision }: StoredRow) => {
  const words = new Uint32Array(uuidWords)
  putUuidText(words, 0, id as string)
  return Buffer.from(Uint32Array.from([...words, revision as number]).buffer)
}

export class SimulatedStore {
  private readonly tables = new Map<string, Array<StoredRow>>()
  private readonly tokens = new Set<string>()
  private readonly seconds: () => number
  private readonly onOperation: ((operation: StoreOperation) => void) | undefined

  /** `seconds` is the store's clock, in seconds since 1970. */
  constructor(seconds: () => number, onOperation?: (operation: StoreOperation) => void) {
    this.seconds = seconds
    this.onOperation = onOperation
  }

  /** The rows of a table, in the order of their inserts. */
  rows(table: string): ReadonlyArray<StoredRow> {
    return this.tables.get(table) ?? []
  }

  /** Inserts rows as one block. A block whose token is known changes nothing; an empty token is none. */
  insert(table: string, rows: ReadonlyArray<StoredRow>, token: string): void {
    if (rows.length === 0) return
    this.onOperation?.({ name: "insert", table, rows, token, at: this.seconds() })
    const name = `${table} ${token}`
    if (token !== "" && this.tokens.has(name)) return
    if (token !== "") this.tokens.add(name)
    const before = this.tables.get(table) ?? []
    const loadedAt = this.seconds()
    this.tables.set(table, [...before, ...rows.map((row) => ({ ...row, loaded_at: loadedAt }))])
  }

  /** Records a token without its rows, as a store that is killed at the wrong moment. */
  spend(table: string, token: string): void {
    this.onOperation?.({ name: "spend" })
    this.tokens.add(`${table} ${token}`)
  }

  query(sql: string, params: Params = {}): ReadonlyArray<StoredRow> {
    const answer = this.answer(sql, params)
    this.onOperation?.({ name: "query", sql, params, answer })
    return answer
  }

  private answer(sql: string, params: Params): ReadonlyArray<StoredRow> {
    const text = normal(sql)
    if (text === "SELECT toUnixTimestamp(now()) AS now") return [{ now: this.seconds() }]
    if (text.includes("FROM corridor_audit.batch AS b WHERE topic =")) return this.plans(params)
    if (text.startsWith("SELECT 1 AS there FROM corridor_raw.partner WHERE partner_id =")) return this.partner(params)
    if (text.startsWith("SELECT toUnixTimestamp(now()) AS now, groupUniqArray(toString(person)) AS persons"))
      return this.changes(params)
    if (text.startsWith("SELECT concat(toString(offset), '@'")) return this.positions(params)
    if (text.startsWith("SELECT toString(partner_id) AS partner, key_version AS version"))
      return this.versions(text, params)
    const [, table] =
      /^SELECT toString\(record_id\) AS id, revision, .* FROM (corridor_raw\.\w+) WHERE/.exec(text) ?? []
    if (table !== undefined) return this.revisions(table, uuids(text), params)
    const answer = answerOfErasure(text, params, (name) => this.rows(name))
    if (answer !== undefined) return answer
    throw new Error(`The simulated store does not know this statement: ${text.slice(0, 80)}`)
  }

  /** The page of stored revisions in RowBinary. A simulation never has a second page. */
  queryBytes(sql: string, params: Params = {}): Uint8Array {
    const { partner, since } = params
    const [, table] = /^SELECT record_id, revision FROM (corridor_raw\.\w+) WHERE/.exec(normal(sql)) ?? []
    if (table === undefined) throw new Error("The simulated store does not know this statement in RowBinary")
    const found = this.rows(table).filter(
      (row) => row["partner_id"] === partner && (row["loaded_at"] as number) >= (since as number)
    )
    const key = (row: StoredRow) => `${row["record_id"]} ${String(row["revision"]).padStart(10, "0")}`
    const answer = Buffer.concat(found.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).map(binaryRow))
    this.onOperation?.({ name: "queryBytes", sql, params, answer })
    return answer
  }

  /** Deletes rows, as a mutation or by dropping a partition. */
  command(sql: string, params: Params = {}): void {
    const deletion = deletionOf(normal(sql), params, (name) => this.rows(name))
    if (deletion === undefined) throw new Error(`The simulated store does not know this command: ${sql.slice(0, 80)}`)
    const [table, isDeleted] = deletion
    this.onOperation?.({ name: "command", sql, params })
    this.tables.set(
      table,
      this.rows(table).filter((row) => !isDeleted(row))
    )
  }

  /** Who has withdrawn since a time, and how many messages were replayed, which the simulation never does. */
  private changes({ partner, since }: Params): ReadonlyArray<StoredRow> {
    const found = this.rows(withdrawalTable).filter(
      (row) => row["partner_id"] === partner && (row["loaded_at"] as number) >= (since as number)
    )
    const persons = [...new Set(found.map((row) => row["person"]))].sort()
    return [
      { now: this.seconds(), persons, replayed: 0 },
      { now: 0, persons: [], replayed: 0 }
    ]
  }

  private plans({ topic, partition, from }: Params): ReadonlyArray<StoredRow> {
    const found = this.rows("corridor_audit.batch").filter(
      (row) =>
        row["topic"] === topic && row["partition"] === partition && (row["last_offset"] as number) >= (from as number)
    )
    const groups = Map.groupBy(found, (row) => `${row["first_offset"]} ${row["last_offset"]} ${row["token"]}`)
    return [...groups.values()]
      .map((rows) => {
        const [{ first_offset: first, last_offset: last, token }] = rows as [StoredRow]
        const newest = rows.toSorted(
          (a, b) => (b["generation"] as number) - (a["generation"] as number)
        )[0] as StoredRow
        const newestBlock = newest["block"]
        const open = rows.every(({ state }) => state === "planned") ? 1 : 0
        const block = newestBlock === "" ? token : newestBlock
        return { first, last, open, block, generation: newest["generation"] }
      })
      .sort((a, b) => (a.first as number) - (b.first as number))
  }

  private partner({ partner }: Params): ReadonlyArray<StoredRow> {
    return this.rows("corridor_raw.partner").some((row) => row["partner_id"] === partner) ? [{ there: 1 }] : []
  }

  private positions({ topic, partition, first, last }: Params): ReadonlyArray<StoredRow> {
    const found = this.rows("corridor_audit.quarantine").filter(
      (row) =>
        row["topic"] === topic &&
        row["partition"] === partition &&
        Number(row["offset"]) >= (first as number) &&
        Number(row["offset"]) <= (last as number)
    )
    const messages = Map.groupBy(found, (row) => `${row["offset"]}@${row["sent_at"]}`)
    return [...messages].map(([position, rows]) => ({
      position,
      isNamed: rows.some(({ person }) => (person ?? null) !== null) ? 1 : 0
    }))
  }

  private revisions(table: string, ids: ReadonlySet<string>, { partner }: Params): ReadonlyArray<StoredRow> {
    return this.rows(table)
      .filter((row) => row["partner_id"] === partner && ids.has(row["record_id"] as string))
      .map((row) => ({
        id: row["record_id"],
        revision: row["revision"],
        hash: row["content_hash"],
        person: row["person"],
        keyVersion: row["key_version"],
        place: `${row["kafka_partition"]}/${row["kafka_offset"]}`
      }))
  }

  private versions(text: string, { partner }: Params): ReadonlyArray<StoredRow> {
    const named = personTables.filter((table) => text.includes(`'${table}'`))
    const all = named.flatMap((table) =>
      this.rows(table).flatMap((row) =>
        (row["person"] ?? null) === null || (partner !== "" && row["partner_id"] !== partner)
          ? []
          : [{ partner: row["partner_id"] as string, version: row["key_version"] as number, table }]
      )
    )
    const groups = Map.groupBy(all, ({ partner, version, table }) => `${partner} ${version} ${table}`)
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rows]) => ({ ...rows[0], rows: rows.length }))
  }
}
