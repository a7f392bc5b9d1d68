import { nodeDocument } from "../artefacts/NodeDocument.ts"
import { exposureDocument, groupDocument } from "../artefacts/OtherDocuments.ts"
import { sourceDocument } from "../artefacts/SourceDocument.ts"
import { fromHost } from "../jinja/Json.ts"
import { Dict, HostObject, plainFunction, type Value } from "../jinja/Value.ts"
import type { Manifest } from "../project/Node.ts"

const documents = <A>(all: ReadonlyMap<string, A>, document: (each: A) => unknown): Dict =>
  Dict.of([...all].map(([id, each]) => [id, fromHost(document(each))] as const))

const made = new WeakMap<Manifest, Dict>()

const graphOf = (manifest: Manifest): Dict => {
  const found = made.get(manifest)
  if (found !== undefined) return found
  const graph = Dict.of([
    ["exposures", documents(manifest.exposures, exposureDocument)],
    ["groups", documents(manifest.groups, groupDocument)],
    ["metrics", new Dict()],
    ["nodes", documents(manifest.nodes, nodeDocument)],
    ["sources", documents(manifest.sources, sourceDocument)],
    ["semantic_models", new Dict()],
    ["saved_queries", new Dict()]
  ])
  made.set(manifest, graph)
  return graph
}

/** `graph`: nothing while a project is parsed, then its documents by unique id. Built when a template first uses it. */
class Graph extends HostObject {
  readonly typeName = "dict"
  readonly #manifest: Manifest
  constructor(manifest: Manifest) {
    super()
    this.#manifest = manifest
  }
  override readonly isMapping = true
  override item(key: Value): Value | undefined {
    return graphOf(this.#manifest).get(key)
  }
  override attribute(name: string): Value | undefined {
    const graph = graphOf(this.#manifest)
    switch (name) {
      case "keys":
        return plainFunction(name, () => [...graph.keys()])
      case "values":
        return plainFunction(name, () => [...graph.values()])
      case "get":
        return plainFunction(name, (args) => graph.get(args[0] as Value) ?? args[1] ?? null)
      default:
        return graph.get(name)
    }
  }
  override iterate(): Iterable<Value> {
    return graphOf(this.#manifest).keys()
  }
}

/** Returns the `graph` of templates: nodes and sources by id, as in `manifest.json`; empty while the project is parsed. */
export const graphValue = (manifest: Manifest | undefined): Value =>
  manifest === undefined ? new Dict() : new Graph(manifest)
