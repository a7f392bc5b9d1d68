import type { Node } from "../project/Node.ts"

/** Returns the names of a seed's columns, from the first line of its file. */
export const seedColumns = (seed: Node, text: string): ReadonlyArray<string> => {
  const delimiter = typeof seed.config["delimiter"] === "string" ? seed.config["delimiter"] : ","
  const first = text.replace(/^\ufeff/, "").split(/\r?\n/, 1)[0] ?? ""
  return first.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, "$1"))
}
