/** Rules by which a project and its packages are read, each on a small project. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, layer, it as plainIt } from "@effect/vitest"
import { Effect } from "effect"
import { afterAll } from "vitest"
import { Float } from "../../src/jinja/Value.ts"
import { blockTags } from "../../src/project/files/BlockTags.ts"
import { ignoredBy } from "../../src/project/files/IgnoreFile.ts"
import { parseYaml } from "../../src/project/files/Yaml.ts"
import { projectFile } from "./project/mistakes.ts"
import { type Files, makeProjects } from "./project/WrittenProject.ts"

const projects = makeProjects()
afterAll(projects.remove)

const other = (files: Files, more = ""): Files => ({
  "packages.yml": "packages: [{local: other}]\n",
  "other/dbt_project.yml": `name: other\nprofile: small\n${more}`,
  ...Object.fromEntries(Object.entries(files).map(([path, text]) => [`other/${path}`, text]))
})

layer(NodeServices.layer)("packages", (it) => {
  it.effect("are read in place, and their nodes belong to them", () =>
    Effect.gen(function* () {
      const files = {
        "models/a.sql": "select * from {{ ref('other', 'b') }}",
        ...other({ "models/b.sql": "select 1" })
      }
      const { manifest } = yield* projects.parse(files)
      assert.deepStrictEqual([...manifest.nodes.keys()], ["model.small.a", "model.other.b"])
      assert.deepStrictEqual(manifest.nodes.get("model.small.a")?.dependsOn, ["model.other.b"])
    })
  )

  it.effect("installed in dbt_packages are used as well", () =>
    Effect.gen(function* () {
      const { manifest } = yield* projects.parse({
        "packages.yml": "packages: [{package: somebody/other_one, version: 1.0.0}]\n",
        "dbt_packages/other_one/dbt_project.yml": "name: other_one\n",
        "dbt_packages/other_one/models/b.sql": "select 1"
      })
      assert.deepStrictEqual([...manifest.nodes.keys()], ["model.other_one.b"])
    })
  )

  it.effect("see their own macros and those of the project, under the name of dbt's", () =>
    Effect.gen(function* () {
      const macro = (config: string) => `{% macro place() %}{{ return('${config}') }}{% endmacro %}`
      const model = "{{ config(alias=place(), schema=only()) }} select 1"
      const { manifest } = yield* projects.parse({
        "models/a.sql": "{{ config(alias=place()) }} select 1",
        "macros/m.sql": `${macro("root")} {% macro only() %}{{ return('of_root') }}{% endmacro %}`,
        ...other({ "models/b.sql": model, "macros/m.sql": macro("own") })
      })
      assert.strictEqual(manifest.nodes.get("model.small.a")?.alias, "root")
      assert.strictEqual(manifest.nodes.get("model.other.b")?.alias, "own")
      assert.strictEqual(manifest.nodes.get("model.other.b")?.schema, "small_of_root")
    })
  )

  it.effect("dispatch in the order that the project sets", () =>
    Effect.gen(function* () {
      const files = {
        "models/a.sql": "{{ config(alias=other.name()) }} select 1",
        "macros/m.sql": "{% macro default__name() %}{{ return('root') }}{% endmacro %}",
        ...other({
          "macros/m.sql":
            "{% macro name() %}{{ return(adapter.dispatch('name', 'other')()) }}{% endmacro %}{% macro default__name() %}{{ return('own') }}{% endmacro %}"
        })
      }
      const order = "dispatch: [{macro_namespace: other, search_order: [other, small]}]\n"
      const { manifest } = yield* projects.parse(files)
      assert.strictEqual(manifest.nodes.get("model.small.a")?.alias, "root")
      const ordered = yield* projects.parse({ ...files, "dbt_project.yml": projectFile + order })
      assert.strictEqual(ordered.manifest.nodes.get("model.small.a")?.alias, "own")
    })
  )

  it.effect("have variables of their own, which those of the project and the caller override", () =>
    Effect.gen(function* () {
      const model = "{{ config(alias=[var('x'), var('y'), var('z')] | join('_')) }} select 1"
      const files = {
        "dbt_project.yml": `${projectFile}vars: {y: root, other: {z: for_other}}\n`,
        ...other({ "models/b.sql": model }, "vars: {x: own, y: own, z: own}\n")
      }
      const aliasOf = (vars: Readonly<Record<string, unknown>>) =>
        Effect.map(projects.parse(files, { vars }), ({ manifest }) => manifest.nodes.get("model.other.b")?.alias)
      assert.strictEqual(yield* aliasOf({}), "own_root_for_other")
      assert.strictEqual(yield* aliasOf({ z: "said" }), "own_root_said")
    })
  )

  it.effect("keep protected models where they restrict access", () =>
    Effect.gen(function* () {
      const files = {
        "models/a.sql": "select * from {{ ref('b') }}",
        ...other({ "models/b.sql": "select 1" }, "restrict-access: true\n")
      }
      const error = yield* Effect.flip(projects.parse(files))
      assert.match(error.message, /protected in the package 'other'/)
    })
  )

  it.effect("must be named if two have the referenced name", () =>
    Effect.gen(function* () {
      const files = {
        "packages.yml": "packages: [{local: one}, {local: two}]\n",
        ...Object.fromEntries(
          ["one", "two"].flatMap((name) => [
            [`${name}/dbt_project.yml`, `name: ${name}\nmodels: {+schema: ${name}}\n`],
            [`${name}/models/b.sql`, "select 1"]
          ])
        )
      }
      const asking = (call: string) => projects.parse({ ...files, "models/a.sql": `select * from {{ ${call} }}` })
      assert.match((yield* Effect.flip(asking("ref('b')"))).message, /'b' is in several packages: one, two/)
      const { manifest } = yield* asking("ref('two', 'b')")
      assert.deepStrictEqual(manifest.nodes.get("model.small.a")?.dependsOn, ["model.two.b"])
    })
  )
})

layer(NodeServices.layer)("a project", (it) => {
  it.effect("takes the latest version where none is named", () =>
    Effect.gen(function* () {
      const { manifest } = yield* projects.parse({
        "models/m_v9.sql": "select 9",
        "models/m_v10.sql": "select 10",
        "models/m.yml": "models: [{name: m, versions: [{v: 9}, {v: 10}]}]\n",
        "models/a.sql": "select * from {{ ref('m') }} join {{ ref('m', version='9') }} using x"
      })
      assert.deepStrictEqual(manifest.nodes.get("model.small.a")?.dependsOn, ["model.small.m.v10", "model.small.m.v9"])
      assert.strictEqual(manifest.nodes.get("model.small.m.v9")?.alias, "m_v9")
    })
  )

  it.effect("knows a seed of more than 1 MB by its place", () =>
    Effect.gen(function* () {
      const rows = "1234567\n".repeat(140_000)
      const { manifest } = yield* projects.parse({ "seeds/big.csv": `a\n${rows}`, "seeds/small.csv": "a\n1\n" })
      assert.strictEqual(manifest.nodes.get("seed.small.big")?.checksum, "seeds/big.csv")
      assert.match(manifest.nodes.get("seed.small.small")?.checksum ?? "", /^[0-9a-f]{64}$/)
    })
  )

  it.effect("disables tests with what they test, and reports descriptions of what does not exist", () =>
    Effect.gen(function* () {
      const { manifest, warnings } = yield* projects.parse({
        "models/a.sql": "{{ config(enabled=false) }} select 1",
        "models/a.yml": "models: [{name: a, data_tests: [{unique: {column_name: id}}]}, {name: gone}]\nodd: 1\n",
        "dbt_project.yml": `${projectFile}models: {small: {nowhere: {+tags: [x]}}}\n`
      })
      assert.strictEqual(manifest.nodes.size, 0)
      assert.deepStrictEqual(
        [...(manifest.orphans?.values() ?? [])].map(({ config }) => config.enabled),
        [false]
      )
      const reported = warnings.map(({ subject, message }) => `${subject}: ${message}`)
      assert.deepStrictEqual(reported, [
        "models/a.yml: 'odd' is not a key of a property file and means nothing",
        "models/a.yml: describes the model 'gone', which does not exist",
        "dbt_project.yml: models.small.nowhere applies to nothing"
      ])
    })
  )

  it.effect("reports keys without a meaning and constraints that no table will have", () =>
    Effect.gen(function* () {
      const { warnings } = yield* projects.parse({
        "models/a.sql": "{{ config(materialized='table') }} select 1 as x",
        "models/b.sql": "select 1 as x",
        "models/a.yml": `models:
  - name: a
    colums: []
    config: {contract: {enforced: true}}
    constraints: [{type: check, name: c, expression: x > 0}, {type: unique, columns: [x]}]
    columns: [{name: x, data_type: UInt8, test: [not_null], codec: ZSTD, constraints: [{type: not_null}]}]
  - name: b
    config: {contract: {enforced: true}}
    columns: [{name: x, data_type: UInt8, constraints: [{type: not_null}]}]
sources: [{name: s, tables: [{name: t, loaded_at: x}]}]
`
      })
      const reported = warnings.map(({ subject, message }) => `${subject}: ${message}`)
      assert.deepStrictEqual(reported, [
        "models/a.yml: 'colums' of 'a' is not a key of models and means nothing",
        "models/a.yml: 'test' of 'x' is not a key of columns and means nothing",
        "models/a.yml: 'loaded_at' of 't' is not a key of tables and means nothing",
        "models/a.sql (model.small.a): the constraints of the column 'x' have no effect: use a 'check' of the model",
        "models/a.sql (model.small.a): the constraint 'unique' has no effect: ClickHouse has only 'check'",
        "models/b.sql (model.small.b): its constraints have no effect: it is materialized as 'view'"
      ])
    })
  )

  it.effect("gives the caller the options of its flags, which the caller can override", () =>
    Effect.gen(function* () {
      const files = {
        "models/a.sql": "select 1",
        "dbt_project.yml": `${projectFile}flags: {fail_fast: true, indirect_selection: cautious, warn_error: false}\n`
      }
      const { options } = yield* projects.parse(files)
      assert.deepStrictEqual(
        [options.failFast, options.warnError, options.indirectSelection],
        [true, false, "cautious"]
      )
      const { options: other } = yield* projects.parse(files, { indirectSelection: "empty", warnError: true })
      assert.deepStrictEqual([other.warnError, other.indirectSelection], [true, "empty"])
    })
  )

  it.effect("has docs blocks under any name, and the nearest of one name is meant", () =>
    Effect.gen(function* () {
      const { manifest } = yield* projects.parse({
        "models/a.sql": "select 1",
        "models/a.yml":
          "models: [{name: a, description: \"{{ doc('x') }} {{ doc('other', 'x') }} {{ doc('__overview__') }}\"}]\n",
        "models/a.md": "{% docs x %}own{% enddocs %}{% docs __overview__ %}all{% enddocs %}",
        ...other({ "models/b.md": "{% docs x %}theirs{% enddocs %}" })
      })
      const { description, docBlocks } = manifest.nodes.get("model.small.a") ?? {}
      assert.strictEqual(description, "own theirs all")
      assert.deepStrictEqual(docBlocks, ["doc.small.x", "doc.other.x", "doc.small.__overview__"])
    })
  )

  it.effect("reads dbt_project.yml with target, environment and the caller's variables, not its own", () =>
    Effect.gen(function* () {
      const file = (value: string) => `${projectFile}vars: {x: own}\nmodels: {+schema: "{{ ${value} }}"}\n`
      const schemaOf = (value: string) =>
        Effect.map(
          projects.parse(
            { "models/a.sql": "select 1", "dbt_project.yml": file(value) },
            { vars: { y: "said" }, env: { DBT_E: "env" } }
          ),
          ({ manifest }) => manifest.nodes.get("model.small.a")?.schema
        )
      assert.strictEqual(yield* schemaOf("target.name"), "small_dev")
      assert.strictEqual(yield* schemaOf("env_var('DBT_E')"), "small_env")
      assert.strictEqual(yield* schemaOf("var('y')"), "small_said")
      assert.match((yield* Effect.flip(schemaOf("var('x')"))).message, /Required var 'x' not found/)
    })
  )

  it.effect("gives templates the graph only when it is read to the end", () =>
    Effect.gen(function* () {
      const { manifest, base } = yield* projects.parse({
        "models/a.sql": "{{ config(alias='n' ~ (graph.nodes | default({}) | length)) }} select 1"
      })
      assert.strictEqual(manifest.nodes.get("model.small.a")?.alias, "n0")
      assert.strictEqual(base.manifest, manifest)
    })
  )
})

describe("files", () => {
  plainIt("hold YAML as PyYAML reads it", () => {
    const text =
      "a: yes\nb: y\nc: 1.0\nd: 010\ne: 09\nf: 1e3\ng: 2024-01-02 3:04:05\nh: 1:30\ni: off\nj: {k: 1}\nj: {k: 2}\n"
    const read = parseYaml("f", text) as Readonly<Record<string, unknown>>
    const { c, ...rest } = read
    assert.instanceOf(c, Float)
    assert.deepStrictEqual(rest, {
      a: true,
      b: "y",
      d: 8,
      e: "09",
      f: "1e3",
      g: "2024-01-02T03:04:05",
      h: 90,
      i: false,
      j: { k: 2 }
    })
  })

  plainIt("are cut at their blocks, whatever strings, comments and raw text hold", () => {
    const text =
      "{# {% macro no() %} #}{{ '{% macro no() %}' }}{% raw %}{% macro no() %}{% endraw %}\n{%- macro a(x='%}') -%}\n b {% endmacro %} c"
    const [only, ...more] = blockTags("f", text, new Set(["macro"]))
    assert.deepStrictEqual(more, [])
    assert.deepStrictEqual(only, {
      type: "macro",
      name: "a",
      contents: "b ",
      full: "\n{%- macro a(x='%}') -%}\n b {% endmacro %}",
      line: 2
    })
  })

  plainIt("are left out by .dbtignore", () => {
    const ignored = ignoredBy("# note\n*.tmp.sql\n/models/old/\nseeds/**/x.csv\n!keep.tmp.sql\n")
    const paths = [
      "models/a.tmp.sql",
      "keep.tmp.sql",
      "models/old/a.sql",
      "other/models/old/a.sql",
      "seeds/x.csv",
      "seeds/d/x.csv"
    ]
    assert.deepStrictEqual(paths.map(ignored), [true, false, true, false, true, true])
  })
})
