import { assert, describe, it } from "vitest"
import { connectTests, Graph } from "../../src/graph/Graph.ts"
import { select } from "../../src/graph/Selector.ts"
import type { Manifest, Node, Source } from "../../src/project/Node.ts"
import { plainNode } from "../../src/run/Inline.ts"

const node = (id: string, fqn: string, dependsOn: ReadonlyArray<string>, tags: ReadonlyArray<string> = []): Node => {
  const [kind = "", , name = ""] = id.split(".")
  const path = fqn.split(".")
  return plainNode({
    uniqueId: id,
    resourceType: kind as Node["resourceType"],
    packageName: "p",
    name,
    path: `${path.join("/")}.sql`,
    originalFilePath: `models/${path.slice(0, -1).concat(name).join("/")}.sql`,
    fqn: ["p", ...path],
    config: { enabled: true, materialized: kind === "model" ? "view" : kind, tags, meta: {} },
    schema: "s",
    dependsOn
  })
}

const m = (name: string): string => `model.p.${name}`
const t = (name: string): string => `test.p.${name}`

/** raw -> a -> b -> c -> d, and b -> e; `side` feeds e; tests on a, b and on c with side. */
const nodes = [
  node(m("a"), "staging.a", ["source.p.src.raw"], ["early"]),
  node(m("side"), "staging.side", []),
  node(m("b"), "mid.b", [m("a")], ["early"]),
  node(m("c"), "marts.c", [m("b")]),
  node(m("d"), "marts.d", [m("c")]),
  node(m("e"), "marts.deep.e", [m("b"), m("side")]),
  node(t("of_a"), "of_a", [m("a")]),
  node(t("of_b"), "of_b", [m("b")]),
  node(t("of_c_and_side"), "of_c_and_side", [m("c"), m("side")])
]
const source: Source = {
  uniqueId: "source.p.src.raw",
  sourceName: "src",
  name: "raw",
  identifier: "raw",
  schema: "src",
  description: "",
  sourceDescription: "",
  columns: new Map(),
  tags: [],
  originalFilePath: "models/s.yml",
  fqn: ["p", "src", "raw"],
  packageName: "p",
  loader: "",
  meta: {},
  sourceMeta: {},
  loadedAtField: undefined,
  loadedAtQuery: undefined,
  freshness: undefined
}
const manifest: Manifest = {
  projectName: "p",
  nodes: new Map(nodes.map((each) => [each.uniqueId, each])),
  sources: new Map([[source.uniqueId, source]]),
  exposures: new Map(),
  unitTests: new Map(),
  docs: new Map(),
  groups: new Map(),
  macros: new Map(),
  disabled: new Map()
}
const graph = new Graph(manifest)

/** Names of the chosen models and sources; tests by request. */
const chosen = (selects: ReadonlyArray<string>, exclude: ReadonlyArray<string> = [], tests = false): string =>
  [...select(manifest, graph, { select: selects, exclude }).ids]
    .filter((id) => id.startsWith("test.") === tests)
    .map((id) => id.split(".").at(-1))
    .sort()
    .join(" ")

describe("selectors", () => {
  it("choose by name, folder and wildcard", () => {
    assert.strictEqual(chosen(["b"]), "b")
    assert.strictEqual(chosen(["marts"]), "c d e")
    assert.strictEqual(chosen(["p.marts.deep"]), "e")
    assert.strictEqual(chosen(["marts.d"]), "d")
    assert.strictEqual(chosen(["s*"]), "a side")
    assert.strictEqual(chosen(["nothing"]), "")
  })

  it("walk up and down the graph", () => {
    assert.strictEqual(chosen(["+c"]), "a b c raw")
    assert.strictEqual(chosen(["1+c"]), "b c")
    assert.strictEqual(chosen(["b+"]), "b c d e")
    assert.strictEqual(chosen(["b+1"]), "b c e")
    assert.strictEqual(chosen(["1+b+1"]), "a b c e")
    assert.strictEqual(chosen(["+side+"]), "e side")
    assert.strictEqual(chosen(["@side"]), "a b c e raw side", "c by way of the test that it shares with side")
  })

  it("choose by method", () => {
    assert.strictEqual(chosen(["tag:early"]), "a b")
    assert.strictEqual(chosen(["path:models/marts"]), "c d e")
    assert.strictEqual(chosen(["models/marts/deep"]), "e")
    assert.strictEqual(chosen(["source:src"]), "raw")
    assert.strictEqual(chosen(["source:src.raw+1"]), "a raw")
    assert.strictEqual(chosen(["resource_type:source"]), "raw")
    assert.strictEqual(chosen(["config.materialized:view,tag:early"]), "a b")
  })

  it("unite, intersect and exclude", () => {
    assert.strictEqual(chosen(["a", "d"]), "a d")
    assert.strictEqual(chosen(["a d"]), "a d")
    assert.strictEqual(chosen(["+d,b+"]), "b c d")
    assert.strictEqual(chosen(["+d"], ["b"]), "a c d raw")
    assert.strictEqual(chosen([], ["tag:early", "marts"]), "raw side")
  })

  it("include the tests of selected nodes; one selected parent is enough", () => {
    assert.strictEqual(chosen(["a"], [], true), "of_a")
    assert.strictEqual(chosen(["side"], [], true), "of_c_and_side")
    assert.strictEqual(chosen(["+c"], ["b"], true), "of_a of_c_and_side")
    assert.strictEqual(chosen(["+c"], ["side"], true), "of_a of_b")
  })

  it("refuse methods by name", () => {
    assert.throws(() => chosen(["colour:red"]), /'colour' is not supported/)
    assert.throws(() => chosen(["state:modified"]), /needs --state/)
    assert.throws(() => chosen(["result:error"]), /needs --state/)
    assert.throws(() => chosen(["@a+"]), /mixes/)
    assert.throws(() => chosen(["path:/etc"]), /below the project/)
  })

  it("report the terms that match nothing", () => {
    const { ids, warnings } = select(manifest, graph, { select: ["tag:", "nothing", "a"] })
    assert.isTrue(ids.has(m("a")))
    assert.match(warnings.join(), /'tag:' matches no enabled node.*'nothing' matches no enabled node/)
  })
})

describe("graph", () => {
  it("orders parents before children and finds a circle", () => {
    const order = graph.inOrder() ?? []
    for (const each of nodes) {
      for (const parent of each.dependsOn) assert.isBelow(order.indexOf(parent), order.indexOf(each.uniqueId))
    }
    const circle = new Graph(manifest)
    circle.connect(m("d"), m("a"))
    assert.isUndefined(circle.inOrder())
  })

  it("makes a model wait for tests whose nodes all lie above it", () => {
    const waiting = new Graph(manifest)
    connectTests(waiting, manifest)
    assert.isTrue(waiting.parents(m("b")).has(t("of_a")))
    assert.isTrue(waiting.parents(m("c")).has(t("of_b")))
    assert.isFalse(waiting.parents(m("d")).has(t("of_c_and_side")), "side is not above d")
    assert.isDefined(waiting.inOrder())
  })
})
