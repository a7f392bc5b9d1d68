/** Vintages, the ledger and published releases in a backup: a restored store continues where this one was. */
import { join } from "node:path"
import { toNumber } from "@corridor/disclosure/private/Rational"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { openBackupFolder } from "../../infra/backup/BackupFolder.ts"
import { plainSource } from "../../infra/backup/BackupSource.ts"
import type { Manifest } from "../../infra/backup/Manifest.ts"
import { fillStore } from "../../infra/backup/Restore.ts"
import { saveState } from "../../infra/backup/SavedState.ts"
import { isAfterState, savedTables, saveTable } from "../../infra/backup/StoreTables.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { newPrivateKey, signingOf } from "../../ports/chain/Signature.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
import { resumeLedger } from "../../release/ledger/resumeLedger.ts"
import { dpBudget, rhoOf } from "../../release/protection/privateBudget.ts"
import { publishedFlows } from "../../release/published/PublishedFlows.ts"
import { createRelease, moveRelease, showRelease } from "../../release/publisher/Releases.ts"
import { createVintage, frozenRows, listVintages, type Vintage } from "../../release/vintage/Vintages.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { setRoutesMart } from "../fixtures/routesMart.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { temporaryFolder } from "./TestStack.ts"

/** All that can be seen of releases. */
const everything = Effect.gen(function* () {
  const vintages = yield* listVintages()
  return {
    ledger: yield* readLedger(),
    vintages,
    rows: yield* frozenRows(vintages[0] as Vintage, "partner_routes"),
    release: yield* showRelease(1),
    out: yield* publishedFlows()
  }
})

const setMart = (victims: number) => setRoutesMart([["RUS", "FIN", 2004, victims, 4]])

const manifestOf = (tables: Manifest["tables"], state: NonNullable<Manifest["state"]>) =>
  ({ id: "backup", tables, state }) as unknown as Manifest

const rhoOfOne = Effect.map(rhoOf(1), toNumber)

const publish = Effect.fn(function* (release: number) {
  yield* createVintage()
  yield* createRelease({ author: analyst("Ada Author"), profile: defaultProfile })
  for (const by of ["Bo Reviewer", "Cy Reviewer"]) yield* moveRelease({ release, move: "approve", by: reviewer(by) })
})

it.live("a restored store has the same ledger, vintages and releases, and checks the next release against them", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("release-backup")
    const [before, tables, state] = yield* Effect.gen(function* () {
      yield* migrate()
      yield* setMart(40)
      yield* publish(1)
      const backup = yield* openBackupFolder(join(folder, "backup"), signingOf(newPrivateKey()))
      const order = yield* savedTables()
      const saved = yield* Effect.forEach(order, (table) => saveTable(backup, table, () => {}))
      const savedState = yield* saveState(backup)
      const then = yield* everything

      // What follows the backup stays after a restore over the store: readers have it.
      yield* setMart(60)
      yield* publish(2)
      yield* dpBudget(1)
      const later = yield* readLedger()
      const source = plainSource(join(folder, "backup"), manifestOf(saved, savedState))
      for (const _ of ["restored", "restored again, as after an interruption"]) {
        const { access, isLedgerCut } = yield* fillStore(source)
        assert.isFalse(isLedgerCut)
        assert.strictEqual(access.laterLedgerEntries, later.length - then.ledger.length)
        assert.deepStrictEqual(yield* readLedger(), later)
        assert.strictEqual((yield* dpBudget(undefined)).granted, yield* rhoOfOne)
        const { cells } = yield* publishedFlows()
        assert.deepStrictEqual(
          cells.map(({ victims }) => victims),
          [60]
        )
        assert.strictEqual((yield* frozenRows((yield* listVintages())[1] as Vintage, "partner_routes")).length, 4)
      }
      // Content of the later ledger is missing: the store cannot answer for what was published.
      const warehouse = yield* Warehouse
      yield* warehouse.command("TRUNCATE TABLE corridor_vintage.content")
      assert.isTrue((yield* fillStore(source)).isLedgerCut)
      return [then, saved, savedState] as const
    }).pipe(Effect.provide(embeddedStores(join(folder, "first"))))

    // Everything published is in the ledger that is read after it, and everything that the ledger names in what is read after that.
    const names = tables.map(({ table }) => table)
    const place = (table: string) => names.indexOf(table)
    assert.isFalse(isAfterState("corridor_release.flow") || isAfterState("corridor_release.release"))
    assert.isTrue(isAfterState("corridor_vintage.content"))
    assert.isAbove(place("corridor_vintage.content"), place("corridor_release.release"))
    assert.strictEqual(place("corridor_raw.withdrawal"), names.length - 1)

    yield* Effect.gen(function* () {
      yield* migrate()
      const source = plainSource(join(folder, "backup"), manifestOf(tables, state))
      for (const _ of ["restored", "restored again, as after an interruption"])
        assert.isTrue((yield* fillStore(source)).isLedgerCut)
      assert.deepStrictEqual(yield* everything, before)

      // Readers may have releases that are unknown here, so nothing is published until somebody answers for it.
      yield* setMart(43)
      const refused = yield* Effect.flip(publish(2))
      assert.deepInclude(refused, { _tag: "LedgerBroken", rule: "restored" })
      assert.include(yield* Effect.flip(dpBudget(1)), { _tag: "BudgetStoreFailed" })
      assert.strictEqual(yield* resumeLedger({ reason: "of another restore", complete: true, cuts: ["other"] }), 0)
      assert.strictEqual(yield* resumeLedger({ reason: "the old store is lost", complete: false }), 1)
      assert.strictEqual(yield* resumeLedger({ reason: "again", complete: true }), 0)
      yield* publish(2)
      const { cells } = yield* publishedFlows()
      assert.deepStrictEqual(
        cells.map(({ victims, asOf }) => [victims, asOf === undefined]),
        [[40, false]]
      )
      // What was paid in the lost entries is unknown.
      assert.match((yield* Effect.flip(dpBudget(1))).message, /taken as spent/)
    }).pipe(Effect.provide(embeddedStores(join(folder, "second"))))
  })
)
