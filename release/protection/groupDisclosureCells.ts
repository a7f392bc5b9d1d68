import { isGroupDisclosure, saysNothing } from "@corridor/disclosure/rules/groupDisclosure"
import type { LinkedTables } from "@corridor/disclosure/tables/toSystem"
import type { Cube } from "../catalogue/Cube.ts"
import type { JointSystem } from "./JointSystem.ts"

/**
 * Returns the cells that contain nearly all members of a group and one value of a sensitive dimension, at any level. If such a cell is
 * published, everyone known to be in the group is known to have that value. They are unsafe by themselves. The rule is the package's
 * (decision 0704).
 */
export const groupDisclosureCells = ({ cubes, offsets, system }: JointSystem): Uint8Array => {
  const unsafe = new Uint8Array(system.cells)
  for (const [c, { cube, linked }] of cubes.entries()) unsafe.set(cellsOfCube(cube, linked), offsets[c])
  return unsafe
}

const cellsOfCube = (cube: Cube, { joined, system }: LinkedTables): Uint8Array => {
  const unsafe = new Uint8Array(system.cells)
  const vector = new Uint32Array(joined.dimensions.length)
  for (const { name } of cube.dimensions.filter((one) => one.sensitive)) {
    const d = joined.dimensions.indexOf(name)
    if (d < 0) continue
    const unknown = (joined.codes[d] ?? []).flatMap((label, code) => (code > 0 && saysNothing.has(label) ? [code] : []))
    const valueAt = (code: number): number => {
      vector[d] = code
      const cell = joined.cells.find(vector)
      return cell >= 0 && system.unshown[cell] === 0 ? (system.value[cell] as number) : 0
    }
    for (let cell = 0; cell < joined.cells.size; cell++) {
      const value = system.value[cell] as number
      const code = joined.cells.at(cell, d)
      if (!(value > 0) || system.unshown[cell] === 1 || code === 0 || unknown.includes(code)) continue
      joined.cells.read(cell, vector)
      const whole = valueAt(0)
      const others = whole - value - unknown.reduce((sum, one) => sum + valueAt(one), 0)
      if (whole > 0 && isGroupDisclosure(value, others)) unsafe[cell] = 1
    }
  }
  return unsafe
}
