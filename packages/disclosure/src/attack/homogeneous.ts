import type { Hidden, LinkedSystem } from "../system/LinkedSystem.ts"

/**
 * Sums by which a sensitive attribute of everybody in a group is told: the group has members, and one part is as large as the
 * whole (Machanavajjhala and others 2007, "l-diversity", section 3: homogeneity). A value is told where it is published, or where
 * the attacker has proved it.
 *
 * @param sensitive 1 for the relations whose parts are values of a sensitive attribute (form of exploitation, say)
 * @param proved values that an attack has pinned; NaN for cells that it has not
 * @returns the relations in order
 */
export const homogeneous = (
  system: LinkedSystem,
  hidden: Hidden,
  sensitive: Uint8Array,
  proved?: Float64Array
): Uint32Array => {
  const told = (cell: number): number | undefined => {
    if (hidden[cell] === 0 && system.unshown[cell] === 0) return system.value[cell]
    const value = proved?.[cell]
    return value === undefined || Number.isNaN(value) ? undefined : value
  }
  const found: Array<number> = []
  const { count, start, part, total } = system.relations
  for (let r = 0; r < count; r++) {
    if (sensitive[r] !== 1) continue
    const whole = told(total[r] as number)
    if (whole === undefined || whole === 0) continue
    const parts = part.subarray(start[r], start[r + 1])
    // A whole of which all parts but one are told to be zero tells the last one too.
    const open = parts.filter((cell) => told(cell) !== 0)
    if (open.length === 1 || parts.some((cell) => told(cell) === whole)) found.push(r)
  }
  return Uint32Array.from(found)
}
