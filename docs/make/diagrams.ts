import { readdirSync, readFileSync } from "node:fs"
import { Graphviz } from "@hpcc-js/wasm-graphviz"
import { allowed } from "../../test/lint/layers.ts"

const style = `graph [rankdir=BT, nodesep=0.4, ranksep=0.5, fontname="Helvetica,Arial,sans-serif", bgcolor="white", pad=0.2]
  node [shape=box, style="rounded,filled", fillcolor="#f3f6fa", color="#5b7083", fontname="Helvetica,Arial,sans-serif", fontsize=12, margin="0.3,0.1"]
  edge [color="#5b7083", arrowsize=0.7]`

/** Returns the top-level folders and what each may import, in Graphviz's language. An import that follows from others is left out. */
const layersAsDot = (): string => {
  const top = (folder: string) => folder.replace(/\/.*/, "")
  const imports = new Map(
    allowed
      .filter(([folder]) => !folder.includes("/"))
      .map(([folder, direct]) => [folder, [...new Set(direct.map(top))]])
  )
  const reaches = (from: string, to: string): boolean =>
    (imports.get(from) ?? []).some((each) => each === to || reaches(each, to))
  const edges = [...imports].flatMap(([folder, direct]) =>
    direct
      .filter((to) => !direct.some((other) => other !== to && reaches(other, to)))
      .map((to) => `  "${folder}" -> "${to}"`)
  )
  const nodes = [...imports.keys()].map((folder) => `  "${folder}"`)
  return `digraph layers {\n  ${style}\n${[...nodes, ...edges].join("\n")}\n}\n`
}

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
