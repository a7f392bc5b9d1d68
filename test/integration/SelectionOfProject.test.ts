/**
 * The whole way from a project's files to a selection, against real dbt's `ls`: the same expectations as
 * `packages/dbt-ts/test/conformance/Selection.test.ts`, with this project's parser, `--state` from files, and projects that were changed.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { manifestDocument } from "@corridor/dbt-ts/artefacts/ManifestDocument"
import { choose, readSelectors } from "@corridor/dbt-ts/graph/Choose"
import { selectorDocuments } from "@corridor/dbt-ts/graph/SelectorDocument"
import { makeInvocation } from "@corridor/dbt-ts/Invocation"
import { kinds, ls } from "@corridor/dbt-ts/List"
import { parseProject } from "@corridor/dbt-ts/parse/ParseProject"
import { writeDocument } from "@corridor/dbt-ts/run/WriteArtefacts"
import { defaultTarget } from "@corridor/dbt-ts/TransformOptions"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import type { Json } from "../../packages/dbt-ts/test/conformance/selection/manifestFromDbt.ts"
import { selectionOf } from "../../packages/dbt-ts/test/conformance/selection/selectionOf.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("select")

const conformance = new URL("../../packages/dbt-ts/test/conformance/", import.meta.url)
const read = (path: string): Json => JSON.parse(readFileSync(new URL(path, conformance), "utf8")) as Json
const fixture = new URL("fixtures/selection-project", conformance).pathname
const expected = read("fixtures/selection-expected.json")
const changes = read("selection/cases.json")["changes"] as Record<string, Record<string, readonly [string, string]>>
const target = { ...defaultTarget, schema: "choosing" }

const idsOf = (each: Json): unknown =>
  each["error"] === true ? "refused" : each["ids"].map((place: number) => expected["ids"][place]).sort()

/** What a parsed project's selections choose, as `ls` would list them. */
const chooser = Effect.fn("test.chooser")(function* (projectDir: string, state?: string) {
  const project = yield* parseProject({ projectDir, target, state, targetPath: join(folder, "target") })
  return (text: string) =>
    choose({ ...project, options: { ...project.options, ...selectionOf(text) } }, kinds).pipe(
      Effect.map(({ ids }) => [...ids].sort() as unknown),
      Effect.catchTag("ProjectError", () => Effect.succeed("refused"))
    )
})

/** Our own manifest of a project, and dbt's results, in a folder for `--state`. */
const stateOf = Effect.fn("test.state")(function* (projectDir: string) {
  const options = { projectDir, target }
  const { manifest } = yield* parseProject(options)
  const details = {
    invocation: yield* makeInvocation(0),
    selectors: selectorDocuments(yield* readSelectors(options)),
    details: new Map()
  }
  const state = join(folder, "state")
  yield* writeDocument(state, "manifest", manifestDocument(manifest, details))
  yield* writeDocument(state, "run_results", expected["runResults"])
  yield* writeDocument(state, "sources", expected["sources"])
  yield* writeDocument(join(folder, "target"), "sources", expected["sourcesNow"])
  return state
})

layer(NodeServices.layer, { excludeTestServices: true })("ls of a project's files", (it) => {
  it.effect("chooses what dbt's ls chooses", () =>
    Effect.gen(function* () {
      const chosen = yield* chooser(fixture)
      for (const [text, each] of Object.entries(expected["selections"] as Json)) {
        assert.deepStrictEqual(yield* chosen(text), idsOf(each), text)
      }
      const all = yield* ls({ projectDir: fixture, target, targetPath: join(folder, "target") })
      assert.deepStrictEqual(
        all.map(({ uniqueId }) => uniqueId),
        idsOf(expected["selections"]["--resource-type default"])
      )
    })
  )

  it.effect("compares with an earlier run's files", () =>
    Effect.gen(function* () {
      const state = yield* stateOf(fixture)
      const chosen = yield* chooser(fixture, state)
      for (const [text, each] of Object.entries(expected["otherState"] as Json)) {
        assert.deepStrictEqual(yield* chosen(text), idsOf(each), text)
      }
    })
  )

  const finds = (whose: "ours" | "dbt's") =>
    Effect.gen(function* () {
      const state = whose === "ours" ? yield* stateOf(fixture) : join(folder, "theirs")
      if (whose !== "ours") yield* writeDocument(state, "manifest", read("fixtures/selection-manifest.json"))
      for (const [change, edits] of Object.entries(changes)) {
        const project = join(folder, "changed")
        rmSync(project, { recursive: true, force: true })
        cpSync(fixture, project, { recursive: true })
        for (const [file, [before, after]] of Object.entries(edits)) {
          const text = before === "" ? "" : readFileSync(join(project, file), "utf8")
          writeFileSync(join(project, file), before === "" ? after : text.replace(before, after))
        }
        const chosen = yield* chooser(project, state)
        for (const [text, each] of Object.entries(expected["state"][change] as Json)) {
          assert.deepStrictEqual(yield* chosen(text), idsOf(each), `${change}: ${text}`)
        }
      }
    })

  it.effect("finds files changed since our own manifest", () => finds("ours"))
  it.effect("finds files changed since real dbt's manifest", () => finds("dbt's"))
})
