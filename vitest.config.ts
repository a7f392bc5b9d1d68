import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { configDefaults, defineConfig } from "vitest/config"
import { full } from "./test/fixtures/fullRun.ts"
import { SlowestFirst } from "./test/SlowestFirst.ts"
import { filesLeftOut } from "./test/turns.ts"

const unit = ["test/unit/**/*.test.ts", "packages/*/test/unit/**/*.test.ts"]
/** Tests of plain functions that take minutes: they open no store, start no server and change no global. */
const calculations = [
  "packages/{disclosure,flow-statistics}/test/{property,conformance}/**/*.test.ts",
  "packages/dbt-ts/test/conformance/{Jinja,JinjaDbt,JinjaOverride,Selection}.test.ts",
  "packages/dbt-ts/test/property/{GraphOperators,LineageLayout}.test.ts",
  "packages/linkage/test/conformance/*.test.ts",
  "packages/linkage/test/property/{attacks,correctHistories,link,round}.test.ts",
  "test/model/*.test.ts",
  "test/property/releases/*.test.ts",
  "test/property/{capturesOfRound,CountryNormaliser,RevisionFilter,transcoder,wire}.test.ts"
]

/** `npm run test:unit` starts the unit tests alone, and of these the files that its arguments name. */
const plain = process.env["CORRIDOR_TEST_UNIT"] === "1" ? unit : [...unit, ...calculations]

/** They measure how long something takes, and nothing else runs at the same time. */
const timed = ["test/browser/explorerBudget.test.ts"]

const integration = ["test/integration/**/*.test.ts"]
const every = ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"]
const excluded = [...unit, ...calculations, ...timed, "test/bench/**", "**/node_modules/**"]
/** The environment is read once in a process, and a module is loaded once: a file that changes either runs in its own process. */
const alone = globSync(every, { cwd: import.meta.dirname, exclude: excluded }).filter((file) =>
  /process\.env\[.+\] = |delete process\.env|vi\.mock\(/.test(readFileSync(join(import.meta.dirname, file), "utf8"))
)

/** Set by `npm test`; every other way to start tests leaves nothing out. */
const turn = process.env["CORRIDOR_TEST_TURN"]
const leftOut = filesLeftOut(turn === undefined || turn === "all" ? "all" : Number(turn))

export default defineConfig({
  test: {
    exclude: [...configDefaults.exclude, ...leftOut],
    // Files that start servers wait most of the time: two more than the two cores they are meant for.
    maxWorkers: 4,
    setupFiles: ["./test/fixtures/fileProcessorTime.ts", "./test/fixtures/fixedSecrets.ts"],
    // A young generation of 16 MB, the default, is collected too often for files that share a process.
    execArgv: ["--max-semi-space-size=64"],
    sequence: { sequencer: SlowestFirst },
    reporters: ["default", "./test/SummaryReporter.ts"],
    env: {
      // The command line is started some hundred times: its compiled modules are kept, as `bootstrap.mjs` keeps them.
      NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "node-compile"),
      // Servers of tests live for a minute: the optimising compiler would cost more than it gains.
      JDK_JAVA_OPTIONS: "-XX:TieredStopAtLevel=1"
    },
    // Finds what hangs, and leaves time on a slow and busy machine; in a full run also for all rounds.
    testTimeout: full ? 7_200_000 : 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
    coverage: {
      provider: "v8",
      include: ["schemas", "ports", "ingest", "release", "site", "infra", "packages/*/src", "notebooks/lib"].map(
        (folder) => `${folder}/**/*.ts`
      ),
      reporter: ["text-summary", "json-summary"],
      reportsDirectory: "node_modules/.cache/coverage",
      reportOnFailure: true
    },
    // Most files run one after another in few processes: a separate process takes a file two processor seconds. `SlowestFirst` knows the names.
    projects: [
      { extends: true, test: { name: "alone", include: alone } },
      // Two projects, so that no process opens the stores of all files: it keeps some memory of each.
      { extends: true, test: { name: "integration", include: integration, exclude: alone, isolate: false } },
      {
        extends: true,
        test: { name: "others", include: every, exclude: [...excluded, ...integration, ...alone], isolate: false }
      },
      { extends: true, test: { name: "plain", include: plain, isolate: false } },
      {
        extends: true,
        test: { name: "timed", include: timed, sequence: { groupOrder: 1 }, maxWorkers: 1, isolate: false }
      }
    ]
  }
})
