/** `transform …` as a user runs it, on a project that is not Corridor's: verbs, flags, exit codes, what goes where. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { assert, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"
import { startCli } from "./cli.ts"
import { runCli, runJson } from "./inProcess.ts"

const folder = testFolder("transform-cli")

const data = join(folder, "data")
const projectDir = join(folder, "project")
const files: Readonly<Record<string, string>> = {
  "dbt_project.yml":
    "name: help_desk\nvars: { least: 1 }\nmodels: { +schema: desk, +materialized: table }\nseeds: { +schema: desk }\n",
  "selectors.yml": "selectors:\n  - { name: calls, definition: 'calls+' }\n",
  "seeds/calls.csv": "id,topic\n1,housing\n2,work\n3,work\n",
  "models/topics.sql":
    "select topic, count() as calls from {{ ref('calls') }} group by topic having calls >= {{ var('least') }}",
  "models/wide.sql":
    "{% if execute %}{% do log('wide runs', info=True) %}{% endif %}select 18446744073709551615 as big, topic from {{ ref('topics') }}",
  "models/alone.sql": "select 1 as one",
  "models/models.yml": `models:
  - name: topics
    description: Topics of calls. One row per topic.
    columns: [{ name: topic, data_tests: [unique] }]
sources:
  - name: desk
    schema: help_desk_desk
    tables:
      - name: topics
        loaded_at_field: "toDateTime('2020-01-01 00:00:00')"
        config: { freshness: { warn_after: { count: 1, period: day } } }
`,
  "tests/no_calls_of_one.sql": "{{ config(tags=['strict']) }} select * from {{ ref('topics') }} where calls = 1",
  "macros/count_of.sql":
    "{% macro count_of(table) %}{% do print('counting ' ~ table) %}{% do log('unheard') %}{{ return(run_query('select count() from ' ~ target.schema ~ '_desk.' ~ table).rows[0][0]) }}{% endmacro %}"
}
for (const [path, text] of Object.entries(files)) {
  mkdirSync(dirname(join(projectDir, path)), { recursive: true })
  writeFileSync(join(projectDir, path), text)
}
const target = join(folder, "target")
const options = { data }
const args = (verb: ReadonlyArray<string>, ...more: ReadonlyArray<string>) => [
  ...["transform", ...verb, ...more],
  ...["--project-dir", projectDir, "--target-path", target]
]
const readJson = (name: string) =>
  JSON.parse(readFileSync(join(target, name), "utf8")) as { metadata: { dbt_schema_version: string } }

describe("transform, as it is called", () => {
  it("build prints each node on standard error, failures and a summary on standard output, and exits with 1", async () => {
    const { code, stdout, stderr } = await runCli(args(["build"]), options)
    assert.strictEqual(code, 1, stderr)
    assert.match(stderr, /\d of 6 {2}success seed calls, 3 rows, \d+\.\d\d s/)
    assert.match(stderr, /success model topics, 2 rows/)
    assert.match(stdout, /^fail no_calls_of_one: .*\n3 success, 1 pass, 1 fail, 1 skipped in \d/m)
    for (const [file, schema] of [
      ["manifest.json", "manifest/v12"],
      ["run_results.json", "run-results/v6"]
    ] as const) {
      assert.include(readJson(file).metadata.dbt_schema_version, schema)
    }
    assert.isTrue(existsSync(join(target, "compiled/help_desk/models/topics.sql")))
    assert.isTrue(existsSync(join(target, "run/help_desk/models/topics.sql")))
    assert.isTrue(existsSync(join(target, "compiled/help_desk/models/models.yml/unique_topics_topic.sql")))
  })

  it("build --json is one document, and flags of lists take several values", async () => {
    const line = args(["build"], "--select", "calls", "topics", "--exclude", "tag:strict", "unique_topics_topic")
    const report = await runJson<{ counts: object; failed: number; results: Array<{ node: string; rows: number }> }>(
      line,
      options
    )
    assert.deepStrictEqual(report.counts, { success: 2 })
    assert.strictEqual(report.failed, 0)
    assert.deepStrictEqual(
      report.results.map(({ node, rows }) => [node, rows]),
      [
        ["seed.help_desk.calls", 3],
        ["model.help_desk.topics", 2]
      ]
    )
  })

  it("vars are YAML, other verbs do their part alone", async () => {
    await runJson(args(["seed"], "--full-refresh"), options)
    await runJson(args(["run"], "-s", "topics", "--vars", "least: 2"), options)
    const shown = await runJson<{ show: unknown }>(
      args(["show"], "-s", "topics", "--vars", "{least: 2}", "--limit", "-1"),
      options
    )
    assert.deepStrictEqual(shown, { node: "topics", show: [{ topic: "work", calls: 2 }] } as object)
    const tested = await runJson<{ counts: object }>(
      args(["test"], "--select", "topics", "--resource-type", "test"),
      options
    )
    assert.deepStrictEqual(tested.counts, { pass: 2 }, "no topic has one call any more")
    const words = await runCli(args(["show"], "--inline", "select topic as t from {{ ref('topics') }}"), options)
    assert.strictEqual(words.stdout, "t\n----\nwork\n")
  })

  it("ls lists in each form, and asks no store", async () => {
    const ls = async (...more: ReadonlyArray<string>) =>
      (await runCli(args(["ls"], ...more), { data: join(folder, "nothing") })).stdout
    assert.strictEqual(
      await ls("--selector", "calls", "--resource-type", "model"),
      "help_desk.topics\nhelp_desk.wide\n"
    )
    assert.strictEqual(
      await ls("-s", "1+topics", "--output", "path", "--resource-type", "seed", "model"),
      "models/topics.sql\nseeds/calls.csv\n"
    )
    const documents = await ls("-m", "topics", "--output", "json", "--output-keys", "name description")
    assert.deepStrictEqual(JSON.parse(documents), {
      name: "topics",
      description: "Topics of calls. One row per topic."
    })
    assert.isFalse(existsSync(join(folder, "nothing")))
  })

  it("state: compares with artefacts of an earlier call", async () => {
    const earlier = join(folder, "earlier")
    await runJson(["transform", "compile", "--project-dir", projectDir, "--target-path", earlier], options)
    writeFileSync(join(projectDir, "models/alone.sql"), "select 2 as one")
    const listed = await runJson<{ nodes: Array<{ name: string }> }>(
      args(["list"], "-s", "state:modified", "--state", earlier),
      options
    )
    assert.deepStrictEqual(
      listed.nodes.map(({ name }) => name),
      ["alone"]
    )
  })

  it("source freshness and run-operation answer", async () => {
    const fresh = await runJson<{ results: Array<{ source: string; status: string; newest: string }> }>(
      args(["source", "freshness"]),
      options
    )
    assert.strictEqual(fresh.results[0]?.status, "warn")
    assert.strictEqual(fresh.results[0]?.newest, "2020-01-01T00:00:00.000Z")
    assert.include(readJson("sources.json").metadata.dbt_schema_version, "sources/v3")
    const answer = await runJson<{ returned: unknown }>(
      args(["run-operation"], "count_of", "--args", "{table: topics}"),
      options
    )
    assert.strictEqual(answer.returned, 1)
  })

  it("messages of macros are printed once, and on standard error if a document is printed", async () => {
    const ran = await runCli(args(["run-operation"], "count_of", "--args", "{table: topics}"), options)
    assert.match(ran.stdout, /^counting topics\n/)
    assert.notInclude(ran.stdout + ran.stderr, "unheard")
    const built = await runCli(args(["run"], "--select", "wide"), options)
    assert.strictEqual(built.stdout.match(/wide runs/g)?.length, 1)
    const { stdout, stderr } = await runCli(args(["run"], "--select", "wide", "--json"), options)
    assert.notInclude(stdout, "wide runs")
    assert.include(stderr, "wide runs\n")
  })

  it("docs writes pages and shows them until it is ended", async () => {
    await runJson(args(["docs", "generate"]), options)
    assert.include(readJson("catalog.json").metadata.dbt_schema_version, "catalog/v1")
    assert.include(
      readFileSync(join(target, "docs/model.help_desk.topics.html"), "utf8"),
      "Topics of calls. One row per topic."
    )
    const child = startCli(args(["docs", "serve"], "--json"), options)
    const url = await new Promise<string>((resolve) =>
      child.stdout?.once("data", (chunk) => resolve((JSON.parse(String(chunk)) as { url: string }).url))
    )
    assert.include(await (await fetch(url)).text(), "help_desk")
    const ended = new Promise((resolve) => child.once("close", resolve))
    child.kill("SIGTERM")
    assert.strictEqual(await ended, 0)
    const { removed } = await runJson<{ removed: Array<string> }>(args(["clean"]), options)
    assert.isAtLeast(removed.length, 5)
    assert.isFalse(existsSync(join(target, "manifest.json")))
  })

  it("refuses what cannot be, by name: 2 for the call, 1 for the project", async () => {
    const said = async (code: number, line: ReadonlyArray<string>) => {
      const run = await runCli(line, options)
      assert.strictEqual(run.code, code, run.stderr)
      assert.notMatch(run.stderr, /\n\s+at /, "no stack trace")
      return run.stderr
    }
    assert.match(await said(2, args(["ls"], "-s", "colour:red")), /the method 'colour' is not supported/)
    assert.match(await said(2, args(["run"], "--indirect-selection", "mostly")), /--indirect-selection/)
    assert.match(await said(2, args(["build"], "--vars", "[1]")), /--vars/)
    assert.match(await said(2, args(["ls"], "--state", join(folder, "no"), "-s", "state:new")), /there is no folder/)
    assert.match(await said(0, args(["ls"], "-s", "nobody")), /The selection 'nobody' matches no e/)
    writeFileSync(join(projectDir, "models/broken.sql"), "select {{ ref('topics' }}")
    assert.match(await said(1, args(["parse"])), /models\/broken\.sql line 1/)
    rmSync(join(projectDir, "models/broken.sql"))
    assert.match((await runCli(args(["parse"]), options)).stdout, /help_desk is valid: 3 model, 2 test, 1 seed/)
  })

  it("retry runs failed nodes and those skipped because of them again, with the previous flags", async () => {
    const vars = ["--vars", "{least: 2}"]
    writeFileSync(join(projectDir, "models/broken.sql"), "select no_such_column from {{ ref('topics') }}")
    writeFileSync(join(projectDir, "models/after.sql"), "select * from {{ ref('broken') }}")
    const first = await runCli(args(["run"], ...vars), options)
    assert.strictEqual(first.code, 1, first.stderr)
    assert.match(first.stdout, /3 success, 1 error, 1 skipped/)
    writeFileSync(join(projectDir, "models/broken.sql"), "select {{ var('least') }} as least from {{ ref('topics') }}")
    type Report = { results: Array<{ node: string; status: string }> }
    const again = await runJson<Report>(args(["retry"]), options)
    const ended = again.results.map(({ node, status }) => `${node} ${status}`)
    assert.deepStrictEqual(ended, ["model.help_desk.broken success", "model.help_desk.after success"])
    const rows = await runJson<Array<{ least: number }>>(args(["show"], "--select", "after", "--limit", "1"), options)
    assert.match(JSON.stringify(rows), /"least":"?2/)
    assert.match((await runCli(args(["retry"]), options)).stdout, /Nothing to do/)
    for (const name of ["broken", "after"]) rmSync(join(projectDir, `models/${name}.sql`))
  })

  it("refuses dbt commands and flags that are not supported, by name", async () => {
    const calls: ReadonlyArray<readonly [ReadonlyArray<string>, RegExp]> = [
      [args(["clone"], "--state", folder), /the dbt command 'clone' is not supported/],
      [args(["init"]), /the dbt command 'init' is not supported/],
      [args(["debug"]), /the dbt command 'debug' is not supported/],
      [args(["retry"], "--select", "topics"), /retry: .*takes no selection/],
      [args(["retry"], "--state", join(folder, "nowhere")), /retry: there is no run_results\.json/],
      ...[
        ["build", "--defer"],
        ["build", "--favor-state"],
        ["run", "--sample"],
        ["run", "--event-time-start"],
        ["compile", "--no-introspect"],
        ["build", "--no-such-flag"]
      ].map(([verb = "", flag = ""]) => [args([verb], flag), new RegExp(`Unrecognized flag: ${flag}`)] as const),
      [args(["ls"], "--resource-type", "metric"), /--resource-type: there is no 'metric' here/]
    ]
    for (const [call, words] of calls) {
      const { code, stderr } = await runCli(call, options)
      assert.match(stderr, words, call.join(" "))
      assert.strictEqual(code, 2, call.join(" "))
    }
  })
})
