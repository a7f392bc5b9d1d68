/** An installation in memory for random sequences: the product's code on a simulated store, with a topic and a withdrawal log. */
import { Effect, Redacted } from "effect"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { quarantineTable, withdrawalTable } from "../../ingest/keys/PersonTables.ts"
import { storedPseudonym } from "../../ingest/keys/Pseudonym.ts"
import { eraseReturned } from "../../ingest/keys/Rekey.ts"
import { type LoggedWithdrawal, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { tokenOf } from "../../ingest/pipeline/Ledger.ts"
import { loadBatch } from "../../ingest/pipeline/LoadBatch.ts"
import { type LoadContext, makeLoadContext } from "../../ingest/pipeline/LoadContext.ts"
import { reapplyWithdrawals } from "../../ingest/pipeline/ReapplyWithdrawals.ts"
import { withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { LogBatch, type LogRecord } from "../../ports/LogBatch.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { type QueryOptions, Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { messageOf, testKeys, testReaders } from "../fixtures/messages.ts"
import { rowsOfBlock, SimulatedStore } from "../simulation/SimulatedStore.ts"
import type { Claim } from "./ErasureModel.ts"

const partner = "p"
export const cases = ["CASE-1", "CASE-2", "CASE-3", "CASE-4"]
export const records = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`)
const table = "corridor_raw.route_record"
const personOf = (name: string) => storedPseudonym(testKeys, name)
const caseOf = new Map(cases.map((name) => [personOf(name), name]))

const failure = new WarehouseError({
  operation: "command",
  retryable: true,
  message: "disturbed",
  detail: Redacted.make("")
})

const allTables = [
  "corridor_raw.partner",
  table,
  withdrawalTable,
  quarantineTable,
  "corridor_audit.message_outcome",
  "corridor_audit.erased_record"
]

/** What happens at a call that changes something: it fails, with or without taking effect, or something else happens before it. */
interface Disturbance {
  readonly at: number
  readonly by: "failure" | "lost answer" | (() => Promise<unknown>)
}

/** One installation: a store, whose calls can be made to fail, a topic and a withdrawal log. */
export class Installation {
  private store = new SimulatedStore(() => Math.floor(Date.now() / 1000))
  private context: LoadContext = makeLoadContext()
  private readonly log: Array<LoggedWithdrawal> = []
  private readonly topic: Array<LogRecord> = []
  private calls = 0
  private disturbance: Disturbance | undefined
  private late: Array<() => void> | undefined

  constructor() {
    this.store.insert("corridor_raw.partner", [{ partner_id: partner }], "")
  }

  private change(arrive: () => void): Effect.Effect<void, WarehouseError> {
    return Effect.suspend(() => {
      const { at, by } = this.disturbance ?? { at: 0, by: "failure" }
      this.calls += 1
      if (this.calls !== at) return Effect.sync(arrive)
      if (typeof by === "function") return Effect.andThen(Effect.promise(by), Effect.sync(arrive))
      if (by === "lost answer") arrive()
      return Effect.fail(failure)
    })
  }

  private readonly warehouse = Warehouse.of({
    query: <Row>(sql: string, options?: QueryOptions) =>
      Effect.sync(() => this.store.query(sql, options?.params) as unknown as ReadonlyArray<Row>),
    queryBytes: (sql, _format, options) => Effect.sync(() => this.store.queryBytes(sql, options?.params)),
    insert: (name, rows, { token }) => this.change(() => this.store.insert(name, rows, token)),
    insertBlock: (name, block, { token }) =>
      Effect.suspend(() => {
        const rows = rowsOfBlock(block)
        if (this.late === undefined || name !== table || rows.length === 0)
          return this.change(() => this.store.insert(name, rows, token))
        this.late.push(() => this.store.insert(name, rows, token))
        return Effect.fail(failure)
      }),
    insertBytes: () => Effect.die("unused"),
    command: (sql, options) =>
      Effect.as(
        this.change(() => this.store.command(sql, options?.params)),
        { written: 0 }
      ),
    ping: Effect.void
  })

  private run<A, E>(effect: Effect.Effect<A, E, Warehouse | KeyStore | WithdrawalLog | StateStore>) {
    const unused = () => Effect.die("unused")
    return Effect.runPromiseExit(
      effect.pipe(
        Effect.provideService(Warehouse, this.warehouse),
        Effect.provideService(
          StateStore,
          StateStore.of({ query: () => Effect.succeed([]), transaction: (all) => all })
        ),
        Effect.provideService(
          KeyStore,
          KeyStore.of({
            keysOf: () => Effect.succeed(testKeys),
            list: Effect.succeed([
              { partner, versions: [{ version: 1, created: "2026-11-24" }], shredded: null, destroyed: false }
            ]),
            partners: Effect.succeed([partner]),
            create: unused,
            addVersion: unused,
            condemn: unused,
            destroy: unused,
            protect: unused
          })
        ),
        Effect.provideService(
          WithdrawalLog,
          WithdrawalLog.of({
            append: (entries) => Effect.orDie(this.change(() => void this.log.push(...entries))),
            all: Effect.sync(() => ({ entries: [...this.log], damaged: 0 }))
          })
        )
      )
    )
  }

  private load(messages: ReadonlyArray<LogRecord>, isKnown: boolean, isFirst: boolean) {
    const batch = LogBatch.of(`corridor.partner.${partner}`, 0, messages)
    const token = `${tokenOf(batch)}${isKnown}`
    return this.run(
      Effect.gen({ self: this }, function* () {
        const withdrawn = yield* this.context.partnerChanges.withdrawnOf(partner, 1)
        yield* loadBatch({
          batch,
          partner,
          keys: testKeys,
          readerOf: (id) => (isKnown ? testReaders.get(id) : undefined),
          withdrawn,
          token,
          block: token,
          isFirst,
          context: this.context,
          announce: () => Effect.void
        })
      })
    )
  }

  private messageOf({ id, revision, of, isBroken }: Claim, kind: "route" | "withdrawal" = "route") {
    const but = isBroken ? { citizenship: ["ZZZ"] } : {}
    const record = goodRecord(kind, { recordId: id, revision, caseReference: of, ...but })
    const message = messageOf({ kind, record }, this.topic.length, partner)
    this.topic.push(message)
    return message
  }

  /** Sends and loads one message. Returns its number. */
  async send(claim: Claim, isKnown: boolean) {
    const message = this.messageOf(claim)
    await this.load([message], isKnown, true)
    return message.offset
  }

  /** Loads a message that was read before. */
  async replay(offset: number) {
    await this.load([this.topic[offset] as LogRecord], true, false)
  }

  /** Sends a message whose rows do not arrive when they are inserted, and returns the function by which they do. */
  async sendLate(claim: Claim) {
    const message = this.messageOf(claim)
    const late: Array<() => void> = []
    this.late = late
    await this.load([message], true, true)
    this.late = undefined
    return {
      offset: message.offset,
      isLate: late.length > 0,
      retry: () => this.load([message], true, false),
      arrive: () => {
        for (const arrive of late) arrive()
      }
    }
  }

  async withdraw(of: string, by: "operator" | "record", disturbance: Disturbance | undefined) {
    const message =
      by === "record"
        ? this.messageOf({ id: crypto.randomUUID(), revision: 0, of, isBroken: false }, "withdrawal")
        : undefined
    const attempt = (isFirst: boolean) =>
      message === undefined ? this.run(withdrawCase(partner, [of])) : this.load([message], true, isFirst)
    this.calls = 0
    this.disturbance = disturbance
    const { _tag } = await attempt(true)
    this.disturbance = undefined
    return { isDone: _tag === "Success", repeat: () => attempt(false) }
  }

  async sweep() {
    await this.run(eraseReturned())
  }

  copy() {
    const rows = allTables.map((name) => [name, this.store.rows(name)] as const)
    const [length] = [this.topic.length]
    return { rows, length }
  }

  /** The store is that of the copy; later messages are read again. */
  async restore({ rows, length }: ReturnType<Installation["copy"]>, isKnown: ReadonlyArray<boolean>) {
    this.store = new SimulatedStore(() => Math.floor(Date.now() / 1000))
    for (const [name, saved] of rows) this.store.insert(name, saved, "")
    this.context = makeLoadContext()
    await this.run(reapplyWithdrawals())
    for (const [offset, message] of this.topic.entries())
      if (offset >= length) await this.load([message], isKnown[offset] ?? true, false)
  }

  /** The newest stored revision and the case of each record. */
  counted() {
    const newest = new Map<string, { readonly revision: number; readonly of: string | undefined }>()
    for (const row of this.store.rows(table)) {
      const [id, revision] = [row["record_id"] as string, row["revision"] as number]
      if (revision > (newest.get(id)?.revision ?? -1))
        newest.set(id, { revision, of: caseOf.get(row["person"] as string) })
    }
    return [...newest].map(([id, { revision, of }]) => `${id}/${revision} ${of}`).sort()
  }

  /** The refused messages that name a case. */
  quarantined() {
    const named = this.store.rows(quarantineTable).filter(({ person }) => typeof person === "string")
    return [...new Set(named.map((row) => `${row["offset"]} ${caseOf.get(row["person"] as string)}`))].sort()
  }
}
