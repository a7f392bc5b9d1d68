/** Figures are published in one way: only the publisher writes to the database of published tables. */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const root = new URL("../../..", import.meta.url).pathname

const read = (file: string): string => readFileSync(join(root, file), "utf8")

const sources = execFileSync("git", ["ls-files", "*.ts", "*.mjs", "*.sql", "*.sh", "*.yml", "*.yaml"], {
  cwd: root,
  encoding: "utf8"
})
  .split("\n")
  .filter((file) => file !== "" && !/(^|\/)test\//.test(file) && existsSync(join(root, file)))

const naming = sources.filter((file) => read(file).includes("corridor_release"))

const importing = (name: string, among = sources): ReadonlyArray<string> =>
  among.filter((file) => new RegExp(`from "[^"]*/${name}\\.ts"`).test(read(file))).toSorted()

describe("the publisher", () => {
  it("is the only module of the engine that names a table of corridor_release, apart from those that read it", () => {
    const own = naming.filter((file) => file.startsWith("release/"))
    const readers = [
      "release/published/PublishedFlows.ts",
      "release/published/flowBounds.ts",
      "release/published/readPublished.ts",
      "release/published/readTable.ts",
      "release/published/withdrawalReceipt.ts"
    ]
    // Receipts of withdrawals have a table of their own and no figure.
    const writers = ["release/publisher/Publisher.ts", "release/publisher/storeReceipt.ts"]
    assert.deepStrictEqual(own.toSorted(), [...readers, ...writers])
    assert.notMatch(read("release/publisher/storeReceipt.ts"), /corridor_release\.(?!withdrawal_receipt)/)
    for (const reader of readers)
      assert.notMatch(read(reader), /\.(insert|insertBlock|insertBytes|command)\(|INSERT|ALTER/)
  })

  it("elsewhere corridor_release is named only by what creates tables, grants rights, and saves them", () => {
    const rest = naming.filter((file) => !file.startsWith("release/"))
    assert.deepStrictEqual(rest.toSorted(), [
      "infra/backup/Restore.ts",
      "infra/backup/StoreTables.ts",
      "infra/cluster/Access.ts",
      "infra/cluster/KnownTables.ts",
      // Names the table of withdrawal receipts among what remains.
      "infra/erasure/listRemains.ts",
      "infra/migrations/010-databases.sql",
      "infra/migrations/030-release.sql",
      "infra/migrations/060-vintage.sql",
      "infra/migrations/070-releases.sql",
      "infra/migrations/080-release-tables.sql",
      "infra/migrations/095-bounds.sql",
      "infra/migrations/135-withdrawal-receipts.sql",
      "infra/migrations/160-state.sql",
      "infra/migrations/185-receipts-of-returns.sql",
      // Which state store the releases belong to; no figure.
      "infra/state/bindState.ts"
    ])
    for (const file of rest.filter((name) => name.endsWith(".sql")))
      assert.notMatch(read(file), /INSERT\s+INTO\s+corridor_release/i, file)
  })

  it("page and API take their figures from the reader alone, and only the state of the ledger publishes", () => {
    assert.deepStrictEqual(importing("Publisher"), ["release/publisher/ledgerReleases.ts"])
    const site = sources.filter((file) => file.startsWith("site/"))
    assert.isAbove(site.length, 50)
    for (const file of site) {
      assert.notMatch(read(file), /\.(query|queryBytes|command|insert|insertBlock|insertBytes)\(/, file)
      // `exits.test.ts` lists what bundles import.
      if (!file.startsWith("site/bundle/"))
        assert.notMatch(read(file), /from "[^"]*\/release\/(vintage|ledger|protection|publisher)\//, file)
    }
  })

  it("frozen counts reach releases and answers through protection only", () => {
    const engine = sources.filter((file) => file.startsWith("release/"))
    // The functions that read the finest counts; the rest are their types.
    const reading = sources.filter((file) => /\bleafRows\(/.test(read(file))).toSorted()
    assert.deepStrictEqual(reading, ["release/protection/noisyTable.ts", "release/protection/protectChoices.ts"])
    // The text names a probability of the noise.
    assert.deepStrictEqual(importing("noisyTable", engine), [
      "release/protection/dpFigures.ts",
      "release/protection/dpMethodText.ts"
    ])
    // With noise from a privacy budget, and only by the code that makes releases.
    assert.deepStrictEqual(importing("dpFigures", engine), ["release/publisher/createRelease.ts"])
    assert.deepStrictEqual(importing("privateBudget", engine), [
      "release/protection/dpFigures.ts",
      // Names the delta of the budget.
      "release/protection/dpMethodText.ts",
      "release/protection/sharedCases.ts",
      // Grants the demonstration's budget.
      "release/publisher/releaseInventedPersons.ts"
    ])
    assert.deepStrictEqual(
      engine.filter((file) => /answerFixed\(/.test(read(file))),
      ["release/protection/privateBudget.ts"]
    )
    const outside = engine.filter((file) => !file.startsWith("release/protection/"))
    assert.deepStrictEqual(importing("protectChoices", outside), [
      "release/publisher/auditRelease.ts",
      "release/publisher/createRelease.ts",
      "release/queries/protectAnswer.ts"
    ])
    // Queries and requests get their answers in one way.
    assert.deepStrictEqual(importing("protectAnswer", engine), [
      "release/queries/Queries.ts",
      "release/requests/checkRequest.ts"
    ])
    // Files and synthetic records are made from cells as they are shown.
    for (const file of [
      "publisher/tableFiles",
      "publisher/syntheticFiles",
      "publisher/releasePages",
      "history/cellLines",
      "publisher/withBounds"
    ])
      assert.notMatch(read(`release/${file}.ts`), /frozenRows|leafRows|corridor_(mart|vintage)/, file)
    // Bounds of suppressed counts are computed from what is published and from nothing else.
    assert.notMatch(
      read("release/protection/publicBounds.ts"),
      /LeafRow|frozen|VintageView|ReleaseSystem|JointSystem|cubeTable|Effect\b/
    )
  })
})
