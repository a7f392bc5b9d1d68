import { allowed } from "../../test/lint/layers.ts"

const style = `graph [rankdir=BT, nodesep=0.4, ranksep=0.5, fontname="Helvetica,Arial,sans-serif", bgcolor="white", pad=0.2]
  node [shape=box, style="rounded,filled", fillcolor="#f3f6fa", color="#5b7083", fontname="Helvetica,Arial,sans-serif", fontsize=12, margin="0.3,0.1"]
  edge [color="#5b7083", arrowsize=0.7]`

/** Returns the top-level folders and what each may import, in Graphviz's language. An import that follows from others is left out. */
export const layersAsDot = (): string => {
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
