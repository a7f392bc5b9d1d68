import { readdirSync, readFileSync } from "node:fs"
import { Graphviz } from "@hpcc-js/wasm-graphviz"
import { layersAsDot } from "./layersAsDot.ts"

const folder = new URL("../diagrams/", import.meta.url)

/** Each diagram of the documentation by file name: `diagrams/NAME.dot` as SVG, and the layers from the table that the lint checks. */
export const diagrams = async (): Promise<ReadonlyMap<string, string>> => {
  const graphviz = await Graphviz.load()
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith(".dot"))
    .map((file) => [file.replace(/\.dot$/, ""), readFileSync(new URL(file, folder), "utf8")] as const)
  return new Map(
    [...sources, ["layers", layersAsDot()] as const].map(([name, dot]) => {
      const titled = graphviz.dot(dot).replace('<g id="graph0"', `<title>Diagram: ${name}</title>\n<g id="graph0"`)
      return [`${name}.svg`, `${titled.trim()}\n`]
    })
  )
}
