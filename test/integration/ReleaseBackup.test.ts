/** Vintages, the ledger and published releases in a backup: a restored store continues where this one was. */
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { openBackupFolder } from "../../infra/backup/BackupFolder.ts"
import { plainSource } from "../../infra/backup/BackupSource.ts"
import type { Manifest } from "../../infra/backup/Manifest.ts"
import { restoreState, saveState } from "../../infra/backup/SavedState.ts"
import { isAfterState, restoreTable, savedTables, saveTable } from "../../infra/backup/StoreTables.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { newPrivateKey, signingOf } from "../../ports/chain/Signature.ts"
import { readLedger } from "../../release/ledger/Ledger.ts"
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
      return [yield* everything, saved, yield* saveState(backup)] as const
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
      const mine = tables.filter(({ table }) => /^corridor_(vintage|release)\./.test(table))
      assert.strictEqual(mine.length, 7)
      const source = plainSource(join(folder, "backup"), { id: "backup" } as Manifest)
      for (const table of mine) yield* restoreTable(source, table, "run", () => {})
      yield* restoreState(source, state)
      assert.deepStrictEqual(yield* everything, before)
      yield* setMart(43)
      yield* publish(2)
      const { cells } = yield* publishedFlows()
      assert.deepStrictEqual(
        cells.map(({ victims, asOf }) => [victims, asOf === undefined]),
        [[40, false]]
      )
    }).pipe(Effect.provide(embeddedStores(join(folder, "second"))))
  })
)
