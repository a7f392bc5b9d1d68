import type { LinkedTables } from "@corridor/disclosure/tables/toSystem"
import type { Cube } from "../catalogue/Cube.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import type { JointSystem } from "./JointSystem.ts"

/** Values that disclose nothing about a person. */
const saysNothing = new Set([totalLabel, "NotKnown"])

/**
 * Returns the cells that contain all members of a group and one value of a sensitive dimension. If such a cell is published, everyone known
 * to be in the group is known to have that value (group disclosure; Machanavajjhala and others 2007, section 3, homogeneity). They are
 * unsafe by themselves.
 */
export const groupDisclosureCells = ({ cubes, offsets, system }: JointSystem): Uint8Array => {
  const unsafe = new Uint8Array(system.cells)
  for (const [c, { cube, linked }] of cubes.entries()) unsafe.set(cellsOfCube(cube, linked), offsets[c])
  return unsafe
}

const cellsOfCube = (cube: Cube, { joined, system }: LinkedTables): Uint8Array => {
  const unsafe = new Uint8Array(system.cells)
  const sensitive = cube.dimensions.filter((one) => one.sensitive).map(({ name }) => joined.dimensions.indexOf(name))
  const vector = new Uint32Array(joined.dimensions.length)
  for (let cell = 0; cell < joined.cells.size; cell++) {
    const value = system.value[cell] as number
    if (!(value > 0) || system.unshown[cell] === 1) continue
    for (const d of sensitive) {
      if (d < 0) continue
      const code = joined.cells.at(cell, d)
      if (code === 0 || saysNothing.has(joined.codes[d]?.[code] as string)) continue
      joined.cells.read(cell, vector)
      vector[d] = 0
      const whole = joined.cells.find(vector)
      if (whole >= 0 && system.unshown[whole] === 0 && system.value[whole] === value) unsafe[cell] = 1
    }
  }
  return unsafe
}
