/**
 * Checks the direction of imports: `node test/lint/layers.ts`, part of `npm run check`. Exits with 1 and lists every problem.
 *
 * 1. A folder imports only from the folders that the table below allows (docs/architecture.md).
 * 2. A library that this project wraps is imported only by the folder that wraps it.
 * 3. No import cycle, between files or between folders, at any level.
 */
import { join } from "node:path"
import { cycleProblems } from "./cycles.ts"
import { type Import, importsOf } from "./importGraph.ts"

const foundation = ["packages", "schemas", "ports"]

/** The folders of release/ in order: each may import those before it (release/README.md). */
const releaseOrder = [
  "release/catalogue",
  "release/ledger",
  "release/vintage",
  "release/history",
  "release/published",
  "release/protection",
  "release/publisher",
  "release/queries",
  "release/requests"
]

/** What tests and scripts of a package use to pack it and to read arguments. */
const packageTools = ["packages/packTarball.ts", "packages/scriptArguments.ts", "packages/test"]

/** What each folder may import besides itself. The first entry that contains the file applies. */
export const allowed: ReadonlyArray<readonly [folder: string, imports: ReadonlyArray<string>]> = [
  ["packages/dbt-ts", packageTools],
  ["packages/disclosure/checker", ["packages/disclosure", "packages/page"]],
  ["packages/disclosure", packageTools],
  ["packages/flow-statistics", packageTools],
  ["packages/linkage", packageTools],
  ["packages/page", []],
  ["packages", []],
  ["schemas/scripts", ["schemas", "packages/scriptArguments.ts"]],
  ["schemas/map", ["packages/scriptArguments.ts"]],
  ["schemas", []],
  ["ports", ["schemas", "packages/disclosure/src/worker"]],
  ["ingest", foundation],
  ["transform", []],
  ...releaseOrder.map((folder, i) => [folder, [...foundation, ...releaseOrder.slice(0, i)]] as const),
  ["release", foundation],
  ["site", [...foundation, "release"]],
  ["notebooks", [...foundation, "release", "site"]],
  ["infra/http", ["ports", "schemas"]],
  ["infra/warehouse", ["ports", "schemas", "infra/process", "infra/http", "packages/dbt-ts/src/store/fullDisk.ts"]],
  ["infra/kafka", ["ports", "schemas", "infra/process", "infra/maven"]],
  ["infra/state", ["ports", "infra/process"]],
  ["infra", [...foundation, "ingest", "release", "site", "notebooks"]]
]

/** Which files may import a library that the rest of the product uses through a port. */
const wrapped: ReadonlyMap<string, ReadonlyArray<string>> = new Map([
  ["chdb", ["infra/warehouse", "packages/dbt-ts/src/store"]],
  ["@clickhouse/client", ["infra/warehouse", "packages/dbt-ts/src/store"]],
  ["kafkajs", ["infra/kafka"]],
  ["node:sqlite", ["infra/state", "infra/process/KernelLock.ts", "packages/linkage/test"]],
  ["@effect/sql-pg", ["infra/state"]],
  ["avsc", ["ingest/wire/RecordCodec.ts"]]
])

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

/** Tests, benchmarks and scripts of the documentation import what they need. */
const isFree = (path: string): boolean => /^(test|docs)\/|^[^/]+$/.test(path)

/** A package's own tests may use nothing of the product either, so that the package can move out. */
const layerProblem = ({ from, to }: Import): ReadonlyArray<string> => {
  if (to === undefined || isFree(from)) return []
  const [folder, imports] = allowed.find(([each]) => isIn(from, each)) ?? ["", []]
  return [folder, ...imports].some((each) => isIn(to, each))
    ? []
    : [`${from} must not import ${to}: ${folder} may import ${imports.join(", ") || "nothing but itself"}`]
}

/** The product imports a package of the repository by its name, as other users do. */
const pathProblem = ({ from, specifier, to }: Import): ReadonlyArray<string> => {
  const [, name] = /^(packages\/[^/]+)\/src\//.exec(to ?? "") ?? []
  return name !== undefined && specifier.startsWith(".") && !isIn(from, name)
    ? [`${from} must import ${to} by the name of its package`]
    : []
}

const wrapProblem = ({ from, specifier }: Import): ReadonlyArray<string> => {
  const wrappers = wrapped.get(specifier.split("/")[0] === "chdb" ? "chdb" : specifier)
  return wrappers === undefined || isFree(from) || wrappers.some((each) => isIn(from, each))
    ? []
    : [`${from} must not import ${specifier}: only ${wrappers.join(" and ")} may`]
}

/** All problems of the tree under `root`, one line or paragraph each. */
export const layerProblems = (root: string): ReadonlyArray<string> => {
  const imports = importsOf(root)
  return [
    ...imports.flatMap((each) => [...layerProblem(each), ...pathProblem(each), ...wrapProblem(each)]),
    ...cycleProblems(imports.filter(({ from }) => !isFree(from)))
  ]
}

if (import.meta.main) {
  const problems = layerProblems(join(import.meta.dirname, "../.."))
  for (const problem of problems) console.error(problem)
  console.log(problems.length === 0 ? "imports: no cycle, no layer broken" : `imports: ${problems.length} problems`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
