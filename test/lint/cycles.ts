/**
 * Import cycles at every level of the tree.
 *
 * Two paths meet in one folder. There, the child on the way to the importing file depends on the child on the way to the
 * imported one. A cycle among the children of a folder, files or folders, is a cycle of the tree at that level.
 */
import type { Import } from "./importGraph.ts"

/** Imports between children of one folder: importing child -> imported child -> one import as an example. */
type Level = Map<string, Map<string, Import>>

const levelsOf = (imports: ReadonlyArray<Import>): ReadonlyMap<string, Level> => {
  const levels = new Map<string, Level>()
  for (const each of imports) {
    if (each.to === undefined || each.to === each.from) continue
    const from = each.from.split("/")
    const to = each.to.split("/")
    const depth = from.findIndex((part, index) => part !== to[index])
    const [child, imported] = [from[depth], to[depth]]
    if (child === undefined || imported === undefined) continue
    const folder = from.slice(0, depth).join("/")
    const level: Level = levels.get(folder) ?? new Map()
    levels.set(folder, level)
    level.set(child, (level.get(child) ?? new Map<string, Import>()).set(imported, each))
  }
  return levels
}

/** The shortest way from `start` back to itself, as imports; undefined when there is none. */
const wayBack = (level: Level, start: string): ReadonlyArray<Import> | undefined => {
  const ways = new Map<string, ReadonlyArray<Import>>([[start, []]])
  for (const [at, way] of ways)
    for (const [next, example] of level.get(at) ?? []) {
      if (next === start) return [...way, example]
      if (!ways.has(next)) ways.set(next, [...way, example])
    }
  return undefined
}

/** One line for each child that is part of a cycle, with the imports that close it. */
export const cycleProblems = (imports: ReadonlyArray<Import>): ReadonlyArray<string> =>
  [...levelsOf(imports)].flatMap(([folder, level]) => {
    const reported = new Set<string>()
    return [...level.keys()].flatMap((child) => {
      const way = reported.has(child) ? undefined : wayBack(level, child)
      if (way === undefined) return []
      const members = way.map(({ from }) => from.split("/")[folder === "" ? 0 : folder.split("/").length] ?? "")
      for (const member of members) reported.add(member)
      const steps = way.map(({ from, to }) => `\n    ${from} imports ${to}`).join("")
      return [`import cycle in ${folder === "" ? "the root" : folder}: ${[...members, child].join(" -> ")}${steps}`]
    })
  })
