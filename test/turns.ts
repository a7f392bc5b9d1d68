/**
 * Which of the slow files an ordinary run leaves out: half of each folder, so that every kind of test is in every run. Files that took less than
 * five seconds are in every run. Decision 0802 says why, and what it does to coverage.
 */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { dirname } from "node:path"

/** Seconds of the files that took five or more when `npm test -- --record` last ran. */
export const durationsFile = new URL("./durations.json", import.meta.url)

export type Durations = Readonly<Record<string, number>>

export const readDurations = (): Durations => JSON.parse(readFileSync(durationsFile, "utf8")) as Durations

/** A run has the first or the second half of the slow files, or all of them. */
export type Turn = 1 | 2 | "all"

/** Returns the slow files of each turn: of two neighbours in a folder, by seconds, one each, so that both take about as long. */
export const slowFiles = (durations: Durations): Readonly<Record<1 | 2, ReadonlyArray<string>>> => {
  const turns = { 1: [] as Array<string>, 2: [] as Array<string> }
  const seconds = { 1: 0, 2: 0 }
  const secondsOf = (file: string) => durations[file] ?? 0
  const slowestFirst = Object.keys(durations).sort((a, b) => secondsOf(b) - secondsOf(a) || (a < b ? -1 : 1))
  for (const files of Map.groupBy(slowestFirst, dirname).values())
    for (let i = 0; i < files.length; i += 2) {
      const shorter = seconds[1] <= seconds[2] ? 1 : 2
      for (const [turn, file] of [
        [shorter, files[i]],
        [shorter === 1 ? 2 : 1, files[i + 1]]
      ] as const) {
        if (file === undefined) continue
        turns[turn].push(file)
        seconds[turn] += secondsOf(file)
      }
    }
  return turns
}

/** Returns the files that a run of this turn leaves out. */
export const filesLeftOut = (turn: Turn, durations: Durations = readDurations()): ReadonlyArray<string> =>
  turn === "all" ? [] : slowFiles(durations)[turn === 1 ? 2 : 1]

/** Returns the turn of the commit that is checked out: the same in each run of it, and about as often the one as the other. */
export const turnOfCommit = (root: string): 1 | 2 => {
  try {
    const commit = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8", stdio: "pipe" }).trim()
    return Number.parseInt(commit.slice(-1), 16) % 2 === 0 ? 1 : 2
  } catch {
    // Not a clone: an archive of the sources, for example.
    return 1
  }
}
