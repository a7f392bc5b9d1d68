/**
 * **High risk.** Links within a cube between labels that describe nearly the same persons, such as minors among the high-risk groups and the
 * age group under 18. What an attacker knows of two such counts is as for cells of two cubes (`spineLinks.ts`).
 */
import type { Sum } from "@corridor/disclosure/system/relationsFrom"
import type { LinkedTables } from "@corridor/disclosure/tables/toSystem"
import type { Cube, LikeLabels } from "../catalogue/Cube.ts"
import { type LinkDifference, linkOf, type SpineLinks } from "./spineLinks.ts"

interface OwnTables {
  readonly cube: Cube
  readonly linked: LinkedTables
}

/** Returns the cells with the name in their label and those with the other labels, by all other labels. */
const likeCells = ({ linked }: OwnTables, { dimension, name, where }: LikeLabels) => {
  const { joined, system } = linked
  const along = joined.dimensions.indexOf(dimension)
  const others = Object.entries(where).map(([other, label]) => {
    const d = joined.dimensions.indexOf(other)
    return { d, code: joined.codes[d]?.indexOf(label) ?? -1 }
  })
  const found = new Map<string, { readonly named: Array<number>; other?: number }>()
  if (along < 0 || others.some(({ code }) => code <= 0)) return found
  const isNamed = (joined.codes[along] ?? []).map((label) => label.split(" and ").includes(name))
  const vector = new Uint32Array(joined.dimensions.length)
  for (let cell = 0; cell < joined.cells.size; cell++) {
    if (!((system.value[cell] as number) > 0)) continue
    joined.cells.read(cell, vector)
    const code = vector[along] as number
    const isOther = others.every((one) => vector[one.d] === one.code)
    if (isNamed[code] === true ? others.some((one) => vector[one.d] !== 0) : code !== 0 || !isOther) continue
    vector[along] = 0
    for (const { d } of others) vector[d] = 0
    const entry = found.get(vector.join()) ?? { named: [] }
    found.set(vector.join(), entry)
    if (code === 0) entry.other = cell
    else entry.named.push(cell)
  }
  return found
}

/** Returns the links of a cube whose first cell is `offset`. `from` is the number of the first extra cell. */
export const likeLinks = (own: OwnTables, offset: number, from: number, least: number): SpineLinks => {
  const sums: Array<Sum> = []
  const differences: Array<LinkDifference> = []
  const valueOf = (cell: number) => own.linked.system.value[cell] as number
  for (const rule of own.cube.alike ?? [])
    for (const { named, other } of likeCells(own, rule).values()) {
      if (named.length === 0 || other === undefined) continue
      const value = named.reduce((sum, cell) => sum + valueOf(cell), 0)
      const all = from + differences.length
      sums.push({ total: all, parts: named.map((cell) => cell + offset) })
      differences.push({ value, low: 0, high: Number.POSITIVE_INFINITY })
      const pair = [
        { cell: all, value },
        { cell: other + offset, value: valueOf(other) }
      ] as const
      const link = linkOf(pair, from + differences.length, Math.abs(value - valueOf(other)) < least)
      sums.push(link.sum)
      differences.push(...link.differences)
    }
  return { sums, differences }
}
