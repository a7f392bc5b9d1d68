/** The way out is one: no source but the gate writes to the database of what is published. */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"

const root = new URL("../../..", import.meta.url).pathname

const sources = execFileSync("git", ["ls-files", "*.ts", "*.mjs", "*.sql", "*.sh", "*.yml", "*.yaml"], {
  cwd: root,
  encoding: "utf8"
})
  .split("\n")
  .filter((file) => file !== "" && !/(^|\/)test\//.test(file) && existsSync(join(root, file)))

const naming = sources.filter((file) => readFileSync(join(root, file), "utf8").includes("corridor_release"))

describe("the gate", () => {
  it("is the only module of the engine that names a table of corridor_release, beside those that read", () => {
    const own = naming.filter((file) => file.startsWith("release/"))
    const readers = [
      "release/published/PublishedFlows.ts",
      "release/published/readPublished.ts",
      "release/published/readTable.ts"
    ]
    assert.deepStrictEqual(own.toSorted(), [...readers, "release/publisher/Gate.ts"])
    for (const reader of readers)
      assert.notMatch(
        readFileSync(join(root, reader), "utf8"),
        /\.(insert|insertBlock|insertBytes|command)\(|INSERT|ALTER/
      )
  })

  it("elsewhere corridor_release is named only by what makes tables, grants rights, and saves them", () => {
    const rest = naming.filter((file) => !file.startsWith("release/"))
    assert.deepStrictEqual(rest.toSorted(), [
      "infra/backup/Restore.ts",
      "infra/backup/StoreTables.ts",
      "infra/cluster/Access.ts",
      "infra/cluster/KnownTables.ts",
      "infra/migrations/010-databases.sql",
      "infra/migrations/030-release.sql",
      "infra/migrations/060-vintage.sql",
      "infra/migrations/070-releases.sql",
      "infra/migrations/080-release-tables.sql",
      "infra/migrations/095-bounds.sql"
    ])
    for (const file of rest.filter((name) => name.endsWith(".sql")))
      assert.notMatch(readFileSync(join(root, file), "utf8"), /INSERT\s+INTO\s+corridor_release/i, file)
  })

  it("page and API have their figures from the reader alone, and only Releases passes the gate", () => {
    const importing = (name: string) =>
      sources.filter((file) => new RegExp(`from "[^"]*/${name}\\.ts"`).test(readFileSync(join(root, file), "utf8")))
    assert.deepStrictEqual(importing("Gate"), ["release/publisher/Releases.ts"])
    for (const file of sources.filter((name) => /^site\//.test(name))) {
      const text = readFileSync(join(root, file), "utf8")
      assert.notMatch(text, /\.(query|queryBytes|command|insert|insertBlock|insertBytes)\(/, file)
      assert.notMatch(text, /from "[^"]*\/(vintage|ledger|releases)\//, file)
    }
  })

  it("frozen counts reach releases and answers through protection alone", () => {
    const importing = (name: string) =>
      sources
        .filter((file) => file.startsWith("release/"))
        .filter((file) => new RegExp(`from "[^"]*/${name}\\.ts"`).test(readFileSync(join(root, file), "utf8")))
        .toSorted()
    // Whoever has the finest counts; the rest are types of them.
    const reading = sources.filter((file) => /\bleafRows\(/.test(readFileSync(join(root, file), "utf8"))).toSorted()
    assert.deepStrictEqual(reading, ["release/protection/privateFigures.ts", "release/protection/protectChoices.ts"])
    // With noise that was paid for, and by whoever makes releases alone.
    assert.deepStrictEqual(importing("privateFigures"), ["release/publisher/Releases.ts"])
    assert.match(readFileSync(join(root, "release/protection/privateFigures.ts"), "utf8"), /answerFixed\(/)
    assert.deepStrictEqual(importing("protectChoices"), [
      "release/publisher/Releases.ts",
      "release/queries/tellable.ts"
    ])
    // Questions and requests have one way to an answer.
    assert.deepStrictEqual(importing("tellable"), ["release/queries/Queries.ts", "release/requests/checkRequest.ts"])
    // Files and synthetic records are made from cells as they are shown.
    for (const file of ["tableFiles", "syntheticFiles", "releasePages", "cellLines", "withBounds"]) {
      const text = readFileSync(join(root, `release/publisher/${file}.ts`), "utf8")
      assert.notMatch(text, /frozenRows|leafRows|corridor_(mart|vintage)/, file)
    }
    // What bounds hidden counts is worked out from what is out, and knows nothing else.
    const bounds = readFileSync(join(root, "release/protection/readersBounds.ts"), "utf8")
    assert.notMatch(bounds, /LeafRow|frozen|VintageView|FamilySystem|familyTable|Effect\b/)
  })
})
