/**
 * Which of the slow files an ordinary run leaves out. Files that took less than five seconds are in every run, and so are those that cover the
 * most lines that no quick file covers. Of the others each run has a quarter, from every folder. Decision 0802 says why and how they were chosen.
 */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { dirname } from "node:path"

/** Seconds of the files that took five or more when `npm test -- --record` last ran. */
export const durationsFile = new URL("./durations.json", import.meta.url)

export type Durations = Readonly<Record<string, number>>

export const readDurations = (): Durations => JSON.parse(readFileSync(durationsFile, "utf8")) as Durations

/** Slow files that are in every run. */
export const inEveryRun: ReadonlyArray<string> = [
  "packages/dbt-ts/test/conformance/Lineage.test.ts",
  "packages/linkage/test/property/round.test.ts",
  "packages/linkage/test/unit/attacks.test.ts",
  "test/browser/docs.test.ts",
  "test/browser/embed.test.ts",
  "test/browser/explorerBudget.test.ts",
  "test/browser/explorerHidden.test.ts",
  "test/browser/offlineCheck.test.ts",
  "test/browser/readable.test.ts",
  "test/integration/AnalysisPages.test.ts",
  "test/integration/ApiHidden.test.ts",
  "test/integration/ApiPanel.test.ts",
  "test/integration/ApiWire.test.ts",
  "test/integration/Artefacts.test.ts",
  "test/integration/BundleCommand.test.ts",
  "test/integration/ClusterDdl.test.ts",
  "test/integration/ClusterFiles.test.ts",
  "test/integration/CommandLineStart.test.ts",
  "test/integration/CorridorPrivacy.test.ts",
  "test/integration/EditionChanges.test.ts",
  "test/integration/Enrolment.test.ts",
  "test/integration/Erase.test.ts",
  "test/integration/Identity.test.ts",
  "test/integration/LinkageRound.test.ts",
  "test/integration/Receipts.test.ts",
  "test/integration/Registry.test.ts",
  "test/integration/ReleaseCommand.test.ts",
  "test/integration/ReleasePrivate.test.ts",
  "test/integration/RequestCommand.test.ts",
  "test/integration/Returns.test.ts",
  "test/integration/TransformCommand.test.ts",
  "test/integration/TransformPrivacy.test.ts",
  "test/integration/TransformRun.test.ts",
  "test/integration/TwoPeople.test.ts",
  "test/integration/Upgrade.test.ts",
  "test/integration/WithdrawalReceipt.test.ts",
  "test/property/outcomes.test.ts",
  "test/property/quality.test.ts",
  "test/property/releases/acrossCubes.test.ts",
  "test/property/releases/impliedJointTables.test.ts",
  "test/property/releases/readersBounds.test.ts",
  "test/property/transcoder.test.ts",
  "test/unit/infra/SealedBackup.test.ts",
  "test/unit/pull/Pull.test.ts",
  "test/unit/submit/Formats.test.ts"
]

/** How many runs have all slow files between them. */
export const turns = 4

/** From 1 to `turns`, or all of them in one run. */
export type Turn = number | "all"

/** Returns the slow files of each turn. Each folder's are dealt out by their seconds, so that all turns have every kind and take about as long. */
export const slowFiles = (durations: Durations): ReadonlyArray<ReadonlyArray<string>> => {
  const dealt = Array.from({ length: turns }, () => ({ files: [] as Array<string>, seconds: 0 }))
  const secondsOf = (file: string) => durations[file] ?? 0
  const slowestFirst = Object.keys(durations)
    .filter((file) => !inEveryRun.includes(file))
    .sort((a, b) => secondsOf(b) - secondsOf(a) || (a < b ? -1 : 1))
  for (const files of Map.groupBy(slowestFirst, dirname).values())
    for (let i = 0; i < files.length; i += turns) {
      const shortestFirst = dealt.toSorted((a, b) => a.seconds - b.seconds)
      for (const [k, file] of files.slice(i, i + turns).entries()) {
        const turn = shortestFirst[k] as (typeof dealt)[number]
        turn.files.push(file)
        turn.seconds += secondsOf(file)
      }
    }
  return dealt.map(({ files }) => files)
}

/** Returns the files that a run of this turn leaves out. */
export const filesLeftOut = (turn: Turn, durations: Durations = readDurations()): ReadonlyArray<string> =>
  turn === "all" ? [] : slowFiles(durations).flatMap((files, i) => (i + 1 === turn ? [] : files))

/** Returns the turn of the commit that is checked out: the same in each run of it, and each about as often. */
export const turnOfCommit = (root: string): number => {
  try {
    const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim()
    return (Number.parseInt(commit.slice(-1), 16) % turns) + 1
  } catch {
    // Not a clone: an archive of the sources, for example.
    return 1
  }
}
