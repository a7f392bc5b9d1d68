/**
 * Starts the slowest files first, so that none of them runs alone at the end, and project after project: a process that runs many files
 * ends when the next file is of another project.
 */
import { readFileSync } from "node:fs"
import { relative } from "node:path"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Seconds of the files that took five or more when `node test/run.ts --record` last ran. */
export const durationsFile = new URL("./durations.json", import.meta.url)

const recorded = JSON.parse(readFileSync(durationsFile, "utf8")) as Readonly<Record<string, number>>

const secondsOf = ({ moduleId }: TestSpecification) => recorded[relative(process.cwd(), moduleId)] ?? 0

const projects = ["alone", "integration", "others", "plain"]

const placeOf = ({ project }: TestSpecification) => projects.indexOf(project.name)

export class SlowestFirst extends BaseSequencer {
  override sort(files: ReadonlyArray<TestSpecification>): Promise<Array<TestSpecification>> {
    return Promise.resolve(files.toSorted((a, b) => placeOf(a) - placeOf(b) || secondsOf(b) - secondsOf(a)))
  }
}
