/** Vintages and the ledger in a real store: frozen, hashed, appended to concurrently, tampered with. */
import { createHash } from "node:crypto"
import { readdirSync } from "node:fs"
import { basename } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { append, readLedger, storedLedger } from "../../release/ledger/Ledger.ts"
import { deleteContent, keepContent, readContent } from "../../release/vintage/FrozenContent.ts"
import { frozenMarts } from "../../release/vintage/frozenMarts.ts"
import { createVintage, frozenRows, listVintages, type Vintage, verifyVintage } from "../../release/vintage/Vintages.ts"
import { changeState, embeddedStores, type Stores } from "../fixtures/embeddedStores.ts"
import { temporaryFolder } from "./TestStack.ts"

/** A migrated store with a mart of flows. */
const inStore = <A, E>(name: string, test: Effect.Effect<A, E, Stores>) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder(name)
    yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* migrate()
      yield* warehouse.command(
        "CREATE TABLE corridor_mart.flows_by_year (origin String, destination String, year UInt16, victims UInt64, records UInt64, partners UInt64, invented UInt8) ENGINE = MergeTree ORDER BY origin"
      )
      yield* warehouse.command(
        "INSERT INTO corridor_mart.flows_by_year VALUES ('UKR', 'RUS', 2005, 10, 12, 5, 1), ('MDA', 'RUS', 2004, 7777, 8000, 2, 1), ('UKR', 'RUS', 2004, 11, 11, 3, 1)"
      )
      yield* test
    }).pipe(Effect.provide(embeddedStores(folder)))
  })

const header =
  '[["origin","String"],["destination","String"],["year","UInt16"],["victims","UInt64"],["records","UInt64"],["partners","UInt64"],["invented","UInt8"]]'
const lines = [
  header,
  '["MDA", "RUS", 2004, 7777, 8000, 2, 1]',
  '["UKR", "RUS", 2004, 11, 11, 3, 1]',
  '["UKR", "RUS", 2005, 10, 12, 5, 1]'
]

const sha = (text: string) => createHash("sha256").update(text).digest("hex")

describe("vintages", () => {
  it("every mart of the project is frozen or left out for a reason", () => {
    const folder = new URL("../../transform/models/marts", import.meta.url).pathname
    const there = readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((file) =>
      file.endsWith(".sql") ? [basename(file, ".sql")] : []
    )
    // No counts, but the questions that each partner ever answered: the states in other marts follow from it.
    const leftOut = ["collected_questions"]
    assert.deepStrictEqual(there.toSorted(), [...frozenMarts, ...leftOut].toSorted())
  })

  it.live("keep content that was erased and comes again", () =>
    inStore(
      "again",
      Effect.gen(function* () {
        const name = yield* keepContent(lines)
        yield* deleteContent([name])
        assert.strictEqual((yield* Effect.flip(readContent(name)))._tag, "ContentBroken")
        assert.strictEqual(yield* keepContent(lines), name)
        assert.deepStrictEqual(yield* readContent(name), lines)
      })
    )
  )

  it.live("freeze rows in a fixed order under a hash that anyone can compute", () =>
    inStore(
      "vintage",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const first = yield* createVintage()
        assert.strictEqual(first.vintage, 1)
        const hash = sha(lines.join("\n"))
        assert.deepStrictEqual(first.marts, [{ mart: "flows_by_year", rows: 3, hash }])
        const saltOf = Effect.fn(function* (vintage: number) {
          const bodies = (yield* readLedger()).map(({ body }) => body)
          const own = bodies.find((body) => body.kind === "vintage" && body.vintage === vintage)
          return own?.kind === "vintage" ? (own.salt ?? "") : ""
        })
        const salt = yield* saltOf(1)
        assert.match(salt, /^[0-9a-f]{64}$/)
        assert.strictEqual(first.hash, sha(JSON.stringify([salt, ["flows_by_year", 3, hash]])))
        assert.notInclude(JSON.stringify(yield* listVintages()), salt)
        // Another order of the same rows in the store is the same vintage's content, kept once.
        yield* warehouse.command("OPTIMIZE TABLE corridor_mart.flows_by_year FINAL")
        const second = yield* createVintage()
        assert.strictEqual(second.vintage, 2)
        assert.deepStrictEqual(second.marts, first.marts)
        // The same marts with another salt: their equality is not visible.
        assert.notStrictEqual(second.hash, first.hash)
        yield* warehouse.command("INSERT INTO corridor_mart.flows_by_year VALUES ('RUS', 'FIN', 2005, 40, 40, 4, 1)")
        const third = yield* createVintage()
        assert.notStrictEqual(third.hash, first.hash)
        yield* warehouse.command("TRUNCATE TABLE corridor_mart.flows_by_year")
        const all = yield* listVintages()
        assert.deepStrictEqual(all, [first, second, third])
        const rows = yield* frozenRows<{ origin: string; victims: number }>(all[2] as Vintage, "flows_by_year")
        assert.deepStrictEqual(
          rows.map(({ origin, victims }) => [origin, victims]),
          [
            ["MDA", 7777],
            ["RUS", 40],
            ["UKR", 11],
            ["UKR", 10]
          ]
        )
      })
    )
  )

  it.live("a hash that is cited cannot be guessed at, and binds: vintages from before there were salts get one", () =>
    inStore(
      "vintage-salt",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const { marts } = yield* createVintage()
        // With all rows but one count known, an attacker could try every count: without a salt one gives the hash.
        const guesses = Array.from({ length: 40 }, (_, n) => [
          header,
          lines[1],
          `["UKR", "RUS", 2004, ${n}, 11, 3, 1]`,
          lines[3]
        ])
        const unsalted = (tried: string) => sha(JSON.stringify([["flows_by_year", 3, tried]]))
        const bare = unsalted(sha(lines.join("\n")))
        assert.isTrue(guesses.some((guess) => unsalted(sha(guess.join("\n"))) === bare))
        yield* append(() => Effect.succeed({ kind: "vintage" as const, vintage: 2, marts, hash: bare }))
        const all = yield* listVintages()
        assert.strictEqual(all.length, 2)
        for (const { hash } of all) assert.isFalse(guesses.some((guess) => unsalted(sha(guess.join("\n"))) === hash))
        // Created once, and never changed.
        assert.deepStrictEqual(yield* listVintages(), all)
        assert.strictEqual((yield* readLedger()).length, 3)
        for (const one of all) assert.deepStrictEqual(yield* verifyVintage(one.vintage), one)
        yield* warehouse.command(
          "ALTER TABLE corridor_vintage.content UPDATE line = replace(line, '7777', '7778') WHERE 1 SETTINGS mutations_sync = 2"
        )
        assert.strictEqual((yield* Effect.flip(verifyVintage(1)))._tag, "ContentBroken")
      })
    )
  )

  it.live("frozen rows that were changed, or are incomplete, are not read", () =>
    inStore(
      "vintage-changed",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const vintage = yield* createVintage()
        const read = frozenRows(vintage, "flows_by_year")
        yield* warehouse.command(
          "ALTER TABLE corridor_vintage.content UPDATE line = replace(line, '7777', '7778') WHERE 1 SETTINGS mutations_sync = 2"
        )
        assert.strictEqual((yield* Effect.flip(read))._tag, "ContentBroken")
        yield* warehouse.command(
          "ALTER TABLE corridor_vintage.content DELETE WHERE position = 2 SETTINGS mutations_sync = 2"
        )
        assert.strictEqual((yield* Effect.flip(read))._tag, "ContentBroken")
      })
    )
  )

  it.live("a mart with a column of persons is refused, and nothing is written", () =>
    inStore(
      "vintage-person",
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        yield* warehouse.command("ALTER TABLE corridor_mart.flows_by_year ADD COLUMN person UUID")
        assert.strictEqual((yield* Effect.flip(createVintage()))._tag, "VintageRefused")
        assert.deepStrictEqual(yield* readLedger(), [])
        assert.deepStrictEqual(yield* warehouse.query("SELECT 1 FROM corridor_vintage.content LIMIT 1"), [])
      })
    )
  )

  it.live("concurrent appends make one chain, with every number once", () =>
    inStore(
      "ledger-many",
      Effect.gen(function* () {
        const made = yield* Effect.all(
          Array.from({ length: 12 }, () => createVintage()),
          { concurrency: "unbounded" }
        )
        const numbers = Array.from({ length: 12 }, (_, i) => i + 1)
        assert.deepStrictEqual(
          made.map(({ vintage }) => vintage).toSorted((a, b) => a - b),
          numbers
        )
        assert.deepStrictEqual(
          (yield* readLedger()).map(({ seq }) => seq),
          numbers
        )
      })
    )
  )

  it.live("a ledger that was tampered with is not read and not added to", () =>
    inStore(
      "ledger-tampered",
      Effect.gen(function* () {
        yield* createVintage()
        yield* createVintage()
        const head = (yield* readLedger()).at(-1)?.hash as string
        yield* changeState(`UPDATE chain_entry SET body = replace(body, '"vintage":1', '"vintage":9') WHERE seq = 1`)
        const error = yield* Effect.flip(readLedger())
        assert.strictEqual(error._tag, "LedgerBroken")
        assert.include(error.message, "entry 1 (hash)")
        assert.strictEqual((yield* Effect.flip(createVintage()))._tag, "LedgerBroken")
        assert.strictEqual((yield* storedLedger).length, 2)
        // A removed end is found with a hash kept elsewhere.
        yield* changeState("DELETE FROM chain_entry")
        assert.deepStrictEqual(yield* readLedger(), [])
        assert.strictEqual((yield* Effect.flip(readLedger(head)))._tag, "LedgerBroken")
      })
    )
  )
})
