/**
 * Selections against real dbt: `fixtures/selection-expected.json` is what its `ls` chose of `fixtures/selection-project`
 * (`selection/make-expected.ts` wrote it down). The project is taken from dbt's own manifest here, so that selection
 * alone is compared.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { manifestDocument } from "../../src/artefacts/ManifestDocument.ts"
import { chosenKinds } from "../../src/graph/Choose.ts"
import { Graph } from "../../src/graph/Graph.ts"
import { itemsOf } from "../../src/graph/Item.ts"
import type { PreviousState } from "../../src/graph/PreviousState.ts"
import { select } from "../../src/graph/Selector.ts"
import { selectorDocuments } from "../../src/graph/SelectorDocument.ts"
import { parseSelectorFile } from "../../src/graph/SelectorFile.ts"
import { kinds } from "../../src/List.ts"
import type { Manifest } from "../../src/project/Node.ts"
import { type Json, manifestFromDbt } from "./selection/manifestFromDbt.ts"
import { selectionOf } from "./selection/selectionOf.ts"

const read = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as Json

const document = read("selection-manifest")
const expected = read("selection-expected")
const selectorFile = readFileSync(new URL("fixtures/selection-project/selectors.yml", import.meta.url), "utf8")

/** Ids and the number of terms that match nothing, or that it is refused. */
const chosen = (manifest: Manifest, text: string, previous?: PreviousState): Json => {
  const { resourceTypes, excludeResourceTypes, ...selection } = selectionOf(text)
  try {
    const selectors = parseSelectorFile(selectorFile, selection.indirectSelection ?? "eager")
    const { ids, warnings } = select(manifest, new Graph(manifest), selection, { selectors, previous })
    const wanted = chosenKinds(kinds, resourceTypes, excludeResourceTypes)
    const items = itemsOf(manifest)
    return {
      ids: [...ids].filter((id) => wanted.has(items.get(id)?.resourceType ?? "")).sort(),
      warnings: warnings.length
    }
  } catch (thrown) {
    assert.strictEqual((thrown as { readonly _tag?: string })._tag, "ProjectError", text)
    return { error: true }
  }
}

const expectedOf = (each: Json): Json =>
  each["error"] === true
    ? { error: true }
    : { ids: each["ids"].map((place: number) => expected["ids"][place]).sort(), warnings: each["warnings"].length }

const byId = (results: Json, key: string) =>
  new Map((results["results"] as Array<Json>).map((each) => [String(each["unique_id"]), String(each[key])]))

const items = ["nodes", "sources", "exposures", "unit_tests"].flatMap((kind) => Object.entries(document[kind] as Json))
const previous: PreviousState = {
  manifest: { items: new Map(items), macros: new Map(Object.entries(document["macros"] as Json)) },
  results: byId(expected["runResults"], "status"),
  sources: byId(expected["sources"], "max_loaded_at"),
  sourcesNow: byId(expected["sourcesNow"], "max_loaded_at")
}

/** The manifest of the project after a change. */
const changedBy = (change: string): Json => {
  const changed: Json = { ...document }
  for (const [kind, documents] of Object.entries(expected["changed"][change] as Json)) {
    const merged = { ...document[kind], ...documents }
    changed[kind] = Object.fromEntries(Object.entries(merged).filter(([, each]) => each !== null))
  }
  return changed
}

describe("selections choose what dbt's ls chooses", () => {
  const manifest = manifestFromDbt(document)

  it.each(Object.entries(expected["selections"] as Json))("%s", (text, each) => {
    assert.deepStrictEqual(chosen(manifest, text), expectedOf(each))
  })

  it.each(Object.entries(expected["otherState"] as Json))("%s, by an earlier run", (text, each) => {
    assert.deepStrictEqual(chosen(manifest, text, previous), expectedOf(each))
  })

  it("compares them in number too", () => {
    assert.isAtLeast(Object.keys(expected["selections"] as Json).length, 280)
    assert.match(expected["dbt"], /^1\.10\./)
  })
})

describe("state: finds what dbt finds", () => {
  for (const [change, cases] of Object.entries(expected["state"] as Json)) {
    it(`after a change: ${change}`, () => {
      const manifest = manifestFromDbt(changedBy(change))
      for (const [text, each] of Object.entries(cases as Json)) {
        assert.deepStrictEqual(chosen(manifest, text, previous), expectedOf(each), text)
      }
    })
  }
})

describe("manifest.json", () => {
  /** What differs from run to run, and what dbt knows of the machine. */
  const comparable = (whole: Json): Json => {
    const copy = JSON.parse(JSON.stringify(whole)) as Json
    for (const kind of ["nodes", "sources", "macros", "docs", "exposures", "groups", "unit_tests"]) {
      for (const each of Object.values(copy[kind] as Json)) {
        delete each.created_at
        delete each.root_path
      }
    }
    for (const each of Object.values(copy["disabled"] as Json)) delete each[0].created_at
    for (const key of [
      "generated_at",
      "invocation_id",
      "invocation_started_at",
      "user_id",
      "project_id",
      "dbt_version"
    ]) {
      delete copy["metadata"][key]
    }
    return copy
  }

  it("is dbt's own, key by key", () => {
    const ours = manifestDocument(manifestFromDbt(document), {
      invocation: { id: "", startedAt: 0, generatedAt: 0 },
      selectors: selectorDocuments(parseSelectorFile(selectorFile, "eager")),
      details: new Map()
    })
    const [own, theirs] = [comparable(ours), comparable(document)]
    assert.deepStrictEqual(Object.keys(own).sort(), Object.keys(theirs).sort())
    for (const key of Object.keys(theirs)) assert.deepStrictEqual(own[key], theirs[key], key)
  })
})
