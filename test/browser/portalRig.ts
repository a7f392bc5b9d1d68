/** A portal on this machine for its tests: real accounts in an embedded store, and a desk that keeps what it is given. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime, Redacted, Scope, Stream } from "effect"
import { servePageAndPortal } from "../../infra/cli/ServePage.ts"
import { addAccount } from "../../infra/identity/Accounts.ts"
import { hashPassword, newPassword } from "../../infra/identity/Passwords.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import type { ReceiptAnswer } from "../../ingest/portal/api/PortalApi.ts"
import { PartnerDesk } from "../../ingest/portal/server/PartnerDesk.ts"
import type { SentRow } from "../../ingest/portal/server/RowsText.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

/** What the desk was given. */
export interface Desk {
  readonly rows: Map<string, Array<SentRow>>
  readonly receipts: Map<string, Array<ReceiptAnswer>>
  readonly withdrawn: Map<string, Array<string>>
  readonly mappings: Map<string, unknown>
}

export const memoryDesk = () => {
  const desk: Desk = { rows: new Map(), receipts: new Map(), withdrawn: new Map(), mappings: new Map() }
  const put = <A>(map: Map<string, Array<A>>, key: string, value: A) => map.set(key, [...(map.get(key) ?? []), value])
  const layer = Layer.succeed(PartnerDesk, {
    send: (partner, { contentHash }, rows) =>
      Effect.gen(function* () {
        const all = yield* Stream.runCollect(rows)
        const known = (desk.receipts.get(partner) ?? []).find(({ hash }) => hash === contentHash)
        if (known !== undefined) return known
        for (const row of all) put(desk.rows, partner, row)
        const receipt: ReceiptAnswer = {
          submission: crypto.randomUUID(),
          receivedAt: "2026-11-25T10:00:00.000Z",
          records: all.length,
          hash: contentHash,
          state: "received",
          loaded: 0,
          quarantined: 0,
          withdrawn: 0,
          corrections: 0
        }
        put(desk.receipts, partner, receipt)
        return receipt
      }),
    receipts: (partner) => Effect.sync(() => [...(desk.receipts.get(partner) ?? [])].reverse()),
    receipt: (partner, submission) =>
      Effect.sync(() => desk.receipts.get(partner)?.find((one) => one.submission === submission)),
    withdraw: (partner, person) => Effect.sync(() => void put(desk.withdrawn, partner, person)),
    mapping: (partner) => Effect.sync(() => desk.mappings.get(partner) ?? null),
    keepMapping: (partner, mapping) =>
      Effect.as(
        Effect.sync(() => desk.mappings.set(partner, mapping)),
        []
      )
  })
  return { desk, layer }
}

const partnerRow = (id: string) => ({
  partner_id: id,
  type: "NGO",
  name: `${id} (invented)`,
  demonstration: 1,
  status: "enabled",
  token_hash: "",
  created_at: "2026-01-01 00:00:00",
  updated_at: "2026-01-01 00:00:00"
})

export interface PortalRig {
  readonly address: string
  readonly desk: Desk
  /** Passwords by account; each partner has an account of its own name. */
  readonly passwords: ReadonlyMap<string, string>
  readonly run: <A, E>(effect: Effect.Effect<A, E, Warehouse | Scope.Scope>) => Promise<A>
  readonly close: () => Promise<void>
}

export const startPortal = async (partners: ReadonlyArray<string>): Promise<PortalRig> => {
  const folder = mkdtempSync(join(tmpdir(), "corridor-portal-"))
  const { desk, layer } = memoryDesk()
  const runtime = ManagedRuntime.make(
    Layer.mergeAll(embeddedWarehouse(join(folder, "store")), layer, Layer.effect(Scope.Scope, Effect.scope))
  )
  const passwords = new Map<string, string>()
  const address = await runtime.runPromise(
    Effect.gen(function* () {
      yield* migrate()
      const warehouse = yield* Warehouse
      yield* warehouse.insert("corridor_raw.partner", partners.map(partnerRow), { token: "" })
      for (const partner of partners) {
        const password = newPassword()
        passwords.set(partner, Redacted.value(password))
        const passwordHash = yield* hashPassword(password)
        yield* addAccount({ account: partner, role: "partner", partner, passwordHash, subject: "" })
      }
      const port = yield* freePort(0)
      yield* servePageAndPortal(port)
      return `http://127.0.0.1:${port}`
    })
  )
  return {
    address,
    desk,
    passwords,
    run: (effect) => runtime.runPromise(effect),
    close: async () => {
      await runtime.dispose()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
