/**
 * Every exit by which something that derives from records can leave Corridor, found in the sources, with the gate that it goes through. A
 * new reader of the store, a new address or a new command fails here until it is listed with its gate.
 */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { commands } from "../../../infra/cli/commandTree.ts"
import { withoutRecordMetrics } from "../../../infra/metrics/metricsRoute.ts"
import { metricCatalogue } from "../../../ingest/pipeline/MetricCatalogue.ts"

const root = new URL("../../..", import.meta.url).pathname
const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** Product code outside the packages, which know nothing of the store's contents. */
const sources = execFileSync("git", ["ls-files", "*.ts", "*.html", "*.mjs"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(
    (file) => /^(infra|ingest|notebooks|packages\/page|ports|release|site)\//.test(file) && existsSync(join(root, file))
  )

const matching = (pattern: RegExp, among = sources) => among.filter((file) => pattern.test(read(file))).toSorted()

/**
 * Who gets what a module reads: `database`, that module's callers, which are listed too; `operator`, who may see every count; `partner`, the
 * partner whose records they are; `published`, figures that were released; `protected`, counts that go through the protection.
 */
type Reader = "database" | "operator" | "partner" | "published" | "protected" | "pipeline" | "account"

const storeReaders: Readonly<Record<string, Reader>> = {
  "infra/backup/Backup.ts": "operator",
  // Accounts, tokens and the access log of the state that a restore replaces.
  "infra/backup/NewerAccess.ts": "operator",
  // The id of the state store.
  "infra/backup/NewerLedger.ts": "operator",
  "infra/backup/Restore.ts": "operator",
  "infra/backup/SavedState.ts": "operator",
  "infra/backup/StoreTables.ts": "operator",
  "infra/cluster/ClusterWarehouse.ts": "database",
  "infra/cluster/KnownTables.ts": "operator",
  // Whether the demonstration's round was stored.
  "infra/demonstration/demonstrateRound.ts": "operator",
  // Names and days of linkage rounds.
  "infra/erasure/linkageRemains.ts": "operator",
  // Names and sizes of files of the store.
  "infra/erasure/removeOldParts.ts": "operator",
  // Whether rows are old, and when the store's clock was seen.
  "infra/erasure/retention.ts": "pipeline",
  // Names of tables with parts that were set aside.
  "infra/erasure/storeRemains.ts": "operator",
  "infra/identity/Accounts.ts": "account",
  "infra/identity/Sessions.ts": "account",
  "infra/identity/Tokens.ts": "account",
  "infra/marts/BuildMarts.ts": "operator",
  "infra/marts/TransformStore.ts": "operator",
  // Builders of the marts.
  "infra/marts/buildTurn.ts": "operator",
  // Names of models and tests that failed.
  "infra/marts/failedBuilds.ts": "operator",
  "infra/metrics/Watch.ts": "operator",
  "infra/migrations/Migrate.ts": "operator",
  // When the newest batch was loaded.
  "infra/stack/doctor/clock.ts": "operator",
  "infra/stack/doctor/components.ts": "operator",
  "infra/state/StateLayer.ts": "operator",
  "infra/state/bindState.ts": "operator",
  "infra/state/oldTables.ts": "operator",
  "infra/warehouse/ChdbEngine.ts": "database",
  "infra/warehouse/EmbeddedWarehouse.ts": "database",
  "infra/warehouse/ServerWarehouse.ts": "database",
  "infra/warehouse/damagedMarts.ts": "operator",
  "infra/warehouse/damagedParts.ts": "operator",
  "infra/warehouse/http/ClickHouseHttpServer.ts": "operator",
  "ingest/keys/ErasePersons.ts": "pipeline",
  "ingest/keys/EraseWithdrawn.ts": "pipeline",
  "ingest/keys/RecordsOfPersons.ts": "pipeline",
  "ingest/keys/Rekey.ts": "pipeline",
  "ingest/partners/Partners.ts": "operator",
  "ingest/pipeline/KnownRevisions.ts": "pipeline",
  "ingest/pipeline/Ledger.ts": "pipeline",
  // Offsets of batches.
  "ingest/pipeline/LostRecords.ts": "operator",
  "ingest/pipeline/PartnerChangeFeed.ts": "pipeline",
  "ingest/pipeline/PrepareBatch.ts": "pipeline",
  "ingest/pipeline/Quarantine.ts": "pipeline",
  "ingest/pipeline/QuarantineList.ts": "operator",
  "ingest/pipeline/ReapplyWithdrawals.ts": "operator",
  "ingest/pipeline/StoredRevisions.ts": "pipeline",
  "ingest/keys/refusedCorrections.ts": "pipeline",
  // A partner's own quality, and one rounded median of at least five others (decision 0614).
  "ingest/quality/completeness.ts": "partner",
  "ingest/quality/loadingDelays.ts": "partner",
  "ingest/quality/messages.ts": "partner",
  "ingest/quality/recordsBefore.ts": "partner",
  "ingest/review/Entries.ts": "partner",
  "ingest/review/EntryRows.ts": "partner",
  "ingest/review/History.ts": "partner",
  "ingest/submit/receipts/Receipts.ts": "partner",
  "ingest/submit/receipts/Revisions.ts": "partner",
  "ingest/submit/receipts/Outcomes.ts": "partner",
  "ingest/submit/receipts/SentDirectly.ts": "partner",
  // When the newest record was stored.
  // The newest time of rows of one key.
  "ports/laterTime.ts": "pipeline",
  "ports/newestRecord.ts": "operator",
  "ports/StateStore.ts": "database",
  "ports/Warehouse.ts": "database",
  "ports/chain/ChainTable.ts": "database",
  // Hashes of entries of the access log.
  "ports/identity/AccessLog.ts": "account",
  "release/published/PublishedFlows.ts": "published",
  "release/published/flowBounds.ts": "published",
  "release/published/readPublished.ts": "published",
  "release/published/readTable.ts": "published",
  // Days and numbers of releases, for anyone who has the code.
  "release/published/withdrawalReceipt.ts": "published",
  "release/publisher/Publisher.ts": "published",
  // Formats cells that are shown already.
  "release/publisher/tableFiles.ts": "published",
  "release/vintage/FrozenContent.ts": "protected",
  "release/vintage/Vintages.ts": "protected"
}

/** Modules that read frozen lines: counts, or cells as they were shown. */
const frozenReaders: Readonly<Record<string, string>> = {
  // Asks only whether everything is there.
  "infra/backup/NewerLedger.ts": "nothing",
  "release/history/readDisclosures.ts": "cells as shown",
  // Which months were reported; what follows from it is in the attacks (`firstReports.ts`, `onlyReporters.ts`).
  "release/publisher/noDataCells.ts": "reporting states",
  // Shares of the delays of all records of a kind (decision 0305), and years in which one large partner changed alone (0324).
  "release/publisher/readLoadingFacts.ts": "delays",
  "release/publisher/auditRelease.ts": "cells as shown",
  "release/publisher/createRelease.ts": "cells as shown",
  "release/publisher/ledgerReleases.ts": "cells as shown",
  // Whether all records are invented.
  "release/publisher/demonstrationRelease.ts": "invented",
  // Readers of releases that are or were public.
  "release/publisher/releaseEvidence.ts": "cells as shown",
  "release/publisher/releaseInventedPersons.ts": "asks only whether all are invented, and of which years",
  "release/queries/Queries.ts": "cells as shown",
  "release/queries/publishedAnswer.ts": "cells as shown",
  "release/requests/Requests.ts": "cells as shown, for operators",
  "release/protection/dpFigures.ts": "groups of partners in the round",
  "release/protection/noisyTable.ts": "counts, which get noise",
  // Missed links of planted twins, who are invented, and the round's name.
  "release/protection/personsIntervals.ts": "rates of invented persons",
  "release/protection/protectChoices.ts": "counts, which are protected",
  "release/protection/sharedCases.ts": "counts, which get noise",
  "release/vintage/FrozenContent.ts": "lines",
  "release/vintage/Vintages.ts": "lines",
  "release/vintage/leafRows.ts": "counts"
}

/** Groups of the two HTTP APIs, with what their handlers get figures from. */
const apiGroups: Readonly<Record<string, string>> = {
  "site/api/Api.ts tables": "published",
  "site/api/Api.ts releases": "published",
  "site/api/Api.ts editions": "published",
  "site/api/Api.ts answers": "published",
  "site/api/Api.ts metadata": "published",
  "site/api/Api.ts trends": "published",
  "site/api/Api.ts reference": "published",
  "site/api/Api.ts queries": "protected",
  "site/api/Api.ts requests": "protected",
  "ingest/portal/api/SessionApi.ts session": "account",
  "ingest/portal/api/EnrolmentApi.ts enrolment": "account",
  "ingest/portal/api/UploadApi.ts uploads": "partner",
  "ingest/portal/api/ReceiptApi.ts receipts": "partner",
  "ingest/portal/api/ReceiptApi.ts direct": "partner",
  "ingest/portal/api/ReceiptApi.ts outcomes": "partner",
  "ingest/portal/api/ReceiptApi.ts history": "partner",
  "ingest/portal/api/QualityApi.ts quality": "partner",
  "ingest/portal/api/LinkageApi.ts linkage": "figures with noise, for the partner that they are about",
  "ingest/portal/api/WithdrawalApi.ts withdrawals": "partner",
  "ingest/portal/api/TemplateApi.ts mapping": "partner",
  "ingest/portal/api/AccountApi.ts accounts": "account",
  "ingest/portal/api/ReviewApi.ts review": "partner",
  "ingest/portal/api/TemplateApi.ts templates": "no figures"
}

/** Modules that answer HTTP requests outside these APIs. */
const routes: ReadonlyArray<string> = [
  "infra/cli/notebookRoutes.ts",
  // Readers of linkage rounds: a partner gets terms and what it asked for, the operator of the linker counts for the gate.
  "infra/linkage/partyRoutes.ts",
  "infra/metrics/ServeMetrics.ts",
  "infra/metrics/metricsRoute.ts",
  // A program without data.
  "infra/portal/partnerProgramRoute.ts",
  // Holds a port until a server takes it, and answers nothing.
  "infra/process/FreePort.ts",
  "infra/warehouse/http/ClickHouseHttpServer.ts",
  "ingest/portal/server/PageRoutes.ts",
  // The page's own script for work without a network.
  "ingest/portal/server/workerRoute.ts",
  "site/Routes.ts",
  // Numbers of changed cells of published tables.
  "site/explorer/server/EditionRoutes.ts",
  "site/explorer/server/EmbedRoutes.ts",
  "site/explorer/server/ExplorerRoutes.ts",
  "site/explorer/server/PlaceRoutes.ts",
  "site/explorer/server/ReceiptRoutes.ts",
  "site/explorer/server/RequestRoutes.ts"
]

/** Commands, with who runs them. Those for readers have no access to the store but through the gates. */
const commandReaders: Readonly<Record<keyof typeof commands, string>> = {
  up: "operator",
  down: "operator",
  doctor: "operator",
  partner: "operator",
  account: "operator",
  token: "operator",
  submit: "partner",
  enrol: "no figures",
  pull: "no figures",
  template: "no figures",
  receipt: "partner",
  ingest: "operator",
  migrate: "operator",
  quarantine: "operator",
  withdraw: "partner",
  erase: "operator",
  keys: "operator",
  transform: "operator",
  vintage: "operator",
  release: "protected",
  // Numbers of entries and hashes.
  ledger: "no figures",
  request: "protected",
  demo: "invented",
  protect: "own file",
  audit: "own file",
  analyse: "own file or published",
  link: "operator, or partner; shared cases with noise",
  serve: "published, or operator",
  backup: "operator",
  restore: "operator"
}

const groupsOf = (file: string) =>
  [...read(file).matchAll(/HttpApiGroup\.make\("(\w+)"\)/g)].map(([, name]) => `${file} ${name}`)

describe("exits", () => {
  it("every module that reads the store is listed with who gets what it reads", () => {
    const found = matching(
      /(?:\.(?:query|queryBytes)(?:<[^(]*>)?\()|\bquery(?:Bytes)?(?:<Row>)?\(sql|\bquery(?:Bytes)?\b[^}]*\} = yield\* Warehouse/
    )
    assert.deepStrictEqual(found, Object.keys(storeReaders).toSorted())
  })

  it("records and marts are named by pipeline, portal, operators' tools and the freezing of vintages only", () => {
    const naming = matching(/corridor_(?:raw|staging|mart|vintage)\b/).filter((file) =>
      /^(?:release|site|notebooks)\//.test(file)
    )
    assert.deepStrictEqual(naming, ["release/vintage/FrozenContent.ts", "release/vintage/Vintages.ts"])
  })

  it("frozen counts are read by the protection, and all else of a vintage is cells as they were shown", () => {
    assert.deepStrictEqual(
      matching(/\b(?:readContent|frozenRows|leafRows)(?:<[^(]*>)?\(/),
      Object.keys(frozenReaders)
        .filter((file) => file !== "release/vintage/FrozenContent.ts")
        .toSorted()
    )
    // The states of a period depend on who reported when, and on no count.
    assert.notMatch(read("release/publisher/noDataCells.ts"), /\.(?:persons|victims)\b/)
    // Shares of delays, and years of own changes, come from the mart of loading delays, and from no mart of persons.
    assert.match(
      read("release/publisher/readLoadingFacts.ts"),
      /const mart = "loading_delays"\n[\s\S]*frozenRows<LoadingRow>\(vintage, mart\)/
    )
    assert.match(read("release/publisher/demonstrationRelease.ts"), /frozenRows<\{ readonly invented: number \}>/)
  })

  it("every group of the APIs is listed, and their handlers import published or protected figures only", () => {
    const found = ["site/api/Api.ts", ...sources.filter((file) => file.startsWith("ingest/portal/api/"))].flatMap(
      groupsOf
    )
    assert.deepStrictEqual(found.toSorted(), Object.keys(apiGroups).toSorted())
    const importsOf = (files: ReadonlyArray<string>) => [
      ...new Set(
        files
          .flatMap((file) =>
            [...read(file).matchAll(/from "[./]*\/release\/([^"]+)"/g)].map(([, name]) => name as string)
          )
          .filter((name) => !/^(?:catalogue|history|published|trends)\//.test(name))
      )
    ]
    const isBundle = (file: string) => file.startsWith("site/bundle/")
    // What bundles are made of has one gate; the rest reads bundles, or cells that are shown.
    assert.deepStrictEqual(importsOf(sources.filter(isBundle)).toSorted(), [
      "ledger/LedgerProof.ts",
      "ledger/Witness.ts",
      "protection/attackPublished.ts",
      "protection/publicBounds.ts",
      "publisher/codeListing.ts",
      "publisher/releaseEvidence.ts",
      "publisher/tableFiles.ts"
    ])
    const imports = importsOf(sources.filter((file) => file.startsWith("site/") && !isBundle(file)))
    assert.deepStrictEqual(imports.toSorted(), [
      "queries/Queries.ts",
      // Whether an answer of published cells has a figure, for the request page.
      "queries/publishedAnswer.ts",
      ...imports.filter((name) => name.startsWith("requests/")).toSorted()
    ])
    // The portal shows partners their own records, by receipts; it knows no release.
    const portal = sources.filter((file) => file.startsWith("ingest/portal/"))
    for (const file of portal)
      assert.notMatch(read(file), /\/release\/(?:vintage|protection|publisher|queries|ledger)\//, file)
  })

  it("every module that answers HTTP requests is listed", () => {
    assert.deepStrictEqual(
      matching(/router\.add\(|PrometheusMetrics\.(?:layerHttp|format)|createServer\(\(/).filter(
        (file) => !file.startsWith("infra/stack/")
      ),
      routes.filter((file) => file !== "infra/warehouse/http/ClickHouseHttpServer.ts")
    )
  })

  it("every command is listed, and those for readers reach counts through the gates", () => {
    assert.deepStrictEqual(Object.keys(commands).toSorted(), Object.keys(commandReaders).toSorted())
    const readers = matching(
      /./s,
      sources.filter((file) => /^infra\/cli\/(?:analyse\/|Release|Request|Protect|Audit)/.test(file))
    )
    assert.isAbove(readers.length, 20)
    for (const file of readers)
      assert.notMatch(
        read(file),
        /\/(?:protectChoices|protectSystem|leafRows|FrozenContent|protectAnswer)\.ts|frozenRows|\.query\(/,
        file
      )
  })

  it("notebooks and pages read from the API and from nowhere else", () => {
    const clients = sources.filter((file) =>
      /^notebooks\/(?!build)|^site\/(?:client|explorer\/page)\/|^packages\/page\//.test(file)
    )
    for (const file of clients) assert.notMatch(read(file), /ports\/Warehouse|corridor_(?:raw|mart|vintage)/, file)
    assert.deepStrictEqual(matching(/\bfetch\(/, clients), [
      "notebooks/lib/released.ts",
      "notebooks/lib/trends.ts",
      "packages/page/src/browser/json.ts"
    ])
  })

  it("a request without the token gets no metric that counts what partners sent", () => {
    const page = Object.values(metricCatalogue)
      .map(
        ({ name, labels }) =>
          `# HELP ${name} x\n# TYPE ${name} gauge\n${name}{${labels.map((label) => `${label}="x"`)}} 7\n`
      )
      .join("")
    const left = [...withoutRecordMetrics(page).matchAll(/^(\w+)\{/gm)].map(([, name]) => name)
    assert.deepStrictEqual(left, ["corridor_part_waiting", "corridor_start_timestamp_seconds"])
    assert.strictEqual(withoutRecordMetrics('# TYPE other gauge\nother{topic="x"} 7\n'), "")
  })

  it("metrics have no label with a value of a record, and a partner's topic only where an operator needs it", () => {
    const labelled = Object.values(metricCatalogue).filter(({ labels }) =>
      (labels as ReadonlyArray<string>).includes("topic")
    )
    assert.deepStrictEqual(
      labelled.map(({ name }) => name),
      ["corridor_lag_records", "corridor_last_commit_timestamp_seconds", "corridor_partition_problem"]
    )
    const known = new Set(["outcome", "code", "topic", "partition", "problem", "part", "disk", "verb"])
    for (const { labels } of Object.values(metricCatalogue))
      for (const label of labels) assert.isTrue(known.has(label), label)
  })

  it("calculate in a thread: a server that does so itself does not respond meanwhile", () => {
    const calling = (name: string) => matching(new RegExp(`(?<!const |function )\\b${name}\\(`))
    const pure = "release/protection/protectLeaves.ts"
    for (const name of ["protectSystem", "auditSystem", "countNarrowed"]) assert.deepStrictEqual(calling(name), [pure])
    for (const name of ["protectLeaves", "auditLeaves", "auditNoisyLeaves"])
      assert.deepStrictEqual(calling(name), ["release/protection/protectionThread.ts"])
  })
})
