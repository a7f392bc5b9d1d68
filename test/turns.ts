/**
 * Which of the slow test files an ordinary run leaves out. Files of less than a processor second are in every run, and so are the slow ones
 * that cover the most lines that no other file of every run covers. Of the rest each run has an eighth, from every folder. Decision 0802
 * says why and how they were chosen.
 */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { dirname } from "node:path"

export const slowFilesFile = new URL("./slowFiles.json", import.meta.url)

/** Processor seconds of a file that took one or more when `npm test -- --record` last ran. */
export type Seconds = Readonly<Record<string, number>>

export interface SlowFiles {
  readonly everyRun: Seconds
  readonly byTurn: Seconds
}

export const readSlowFiles = (): SlowFiles => JSON.parse(readFileSync(slowFilesFile, "utf8")) as SlowFiles

/** How many runs have all slow files between them. */
export const turns = 8

/** From 1 to `turns`, or all of them in one run. */
export type Turn = number | "all"

/** Returns the files of each turn. Each folder's are dealt out by their seconds, so that all turns have every kind and take about as long. */
export const filesByTurn = ({ byTurn }: SlowFiles): ReadonlyArray<ReadonlyArray<string>> => {
  const dealt = Array.from({ length: turns }, () => ({ files: [] as Array<string>, seconds: 0 }))
  const secondsOf = (file: string) => byTurn[file] ?? 0
  const slowestFirst = Object.keys(byTurn).sort((a, b) => secondsOf(b) - secondsOf(a) || (a < b ? -1 : 1))
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
export const filesLeftOut = (turn: Turn, slow: SlowFiles = readSlowFiles()): ReadonlyArray<string> =>
  turn === "all" ? [] : filesByTurn(slow).flatMap((files, i) => (i + 1 === turn ? [] : files))

/** Returns the turn of the commit that is checked out: the same in each run of it, and each about as often. */
export const turnOfCommit = (root: string): number => {
  try {
    const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim()
    return (Number.parseInt(commit.slice(-8), 16) % turns) + 1
  } catch {
    // Not a clone: an archive of the sources, for example.
    return 1
  }
}
