/**
 * Checks that each number names one file, where names begin with a number: `node test/lint/numbers.ts`, part of `npm run check`. Exits with 1
 * and lists every number that two files have.
 */
import { readdirSync } from "node:fs"
import { join } from "node:path"

/** Folders whose files are numbered: the order of migrations is that of their numbers, and decisions are cited by theirs. */
const folders = ["infra/migrations", "docs/decisions"]

/** One line for each number with which several names begin. */
export const numberProblems = (folder: string, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const numbered = names.filter((name) => /^\d/.test(name))
  return [...Map.groupBy(numbered, (name) => Number.parseInt(name, 10))].flatMap(([, same]) =>
    same.length === 1 ? [] : [`${folder}: ${same.sort().join(" and ")} have the same number`]
  )
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "../..")
  const problems = folders.flatMap((folder) => numberProblems(folder, readdirSync(join(root, folder))))
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? "numbers: each names one file" : `numbers: ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
