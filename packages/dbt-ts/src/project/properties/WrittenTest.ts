import { refuse } from "../../ProjectError.ts"
import { isSettings, listOf } from "../files/Yaml.ts"
import type { Settings } from "../Settings.ts"

/** A test as it is written: its name, and everything below it. */
export interface WrittenTest {
  readonly name: string
  readonly settings: Settings
}

const below = (file: string, name: string, value: unknown): Settings =>
  isSettings(value) ? value : refuse(file, `the arguments of test '${name}' must be a mapping`)

const writtenTest = (file: string, value: unknown): WrittenTest => {
  if (typeof value === "string") return { name: value, settings: {} }
  if (!isSettings(value)) return refuse(file, "a test must be a name or a mapping")
  const { test_name: testName, ...rest } = value
  if (typeof testName === "string") return { name: testName, settings: rest }
  const [entry, ...more] = Object.entries(value)
  if (entry === undefined || more.length > 0) return refuse(file, "a test must be one name with its settings")
  return { name: entry[0], settings: below(file, entry[0], entry[1] ?? {}) }
}

/** Returns the tests below `data_tests`, or `tests` as they were called before. */
export const writtenTests = (file: string, owner: Settings): ReadonlyArray<WrittenTest> => {
  const { tests, data_tests: dataTests } = owner
  if (Array.isArray(tests) && tests.length > 0 && dataTests !== undefined) {
    refuse(file, "'tests' and 'data_tests' are the same setting: give only one")
  }
  return listOf(file, "data_tests", dataTests ?? tests).map((each) => writtenTest(file, each))
}
