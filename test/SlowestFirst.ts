/**
 * Starts the slowest files first, so that none of them runs alone at the end, and project after project: a process that runs many files
 * ends when the next file is of another project.
 */
import { relative } from "node:path"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { readSlowFiles } from "./turns.ts"

const { everyRun, byTurn } = readSlowFiles()
const recorded = { ...everyRun, ...byTurn }

const secondsOf = ({ moduleId }: TestSpecification) => recorded[relative(process.cwd(), moduleId)] ?? 0

const projects = ["alone", "integration", "others", "plain", "timed"]

const placeOf = ({ project }: TestSpecification) => projects.indexOf(project.name)

export class SlowestFirst extends BaseSequencer {
  override sort(files: ReadonlyArray<TestSpecification>): Promise<Array<TestSpecification>> {
    return Promise.resolve(files.toSorted((a, b) => placeOf(a) - placeOf(b) || secondsOf(b) - secondsOf(a)))
  }
}
