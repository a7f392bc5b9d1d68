/** How far persons are moved (Bell and others 2002, table 6). */
import { crossings, type FlowMatrix } from "./FlowMatrix.ts"

export interface DistanceMoved {
  readonly mean: number
  /** Half of those who moved went no farther; between the distances of two corridors in proportion, each corridor's persons half on each side of its distance. */
  readonly median: number
}

/** @param distance by cell, in the matrix's order; undefined results when nobody moved */
export const distanceMoved = (matrix: FlowMatrix, distance: Float64Array): DistanceMoved | undefined => {
  const cells = crossings(matrix)
    .map((index) => ({ flow: matrix.value[index] as number, far: distance[index] as number }))
    .filter(({ flow, far }) => flow > 0 && !Number.isNaN(far))
    .sort((a, b) => a.far - b.far)
    // Corridors of one distance are one: there and back mostly are, and their order must not matter.
    .reduce<Array<{ flow: number; far: number }>>((merged, { flow, far }) => {
      const last = merged.at(-1)
      if (last?.far === far) last.flow += flow
      else merged.push({ flow, far })
      return merged
    }, [])
  const total = cells.reduce((sum, { flow }) => sum + flow, 0)
  if (total === 0) return undefined
  const mean = cells.reduce((sum, { flow, far }) => sum + flow * far, 0) / total
  let below = 0
  let before: { at: number; far: number } | undefined
  for (const { flow, far } of cells) {
    const at = below + flow / 2
    if (at >= total / 2) {
      const share = before === undefined ? 1 : (total / 2 - before.at) / (at - before.at)
      return { mean, median: before === undefined ? far : before.far + share * (far - before.far) }
    }
    before = { at, far }
    below += flow
  }
  return { mean, median: before?.far ?? Number.NaN }
}
