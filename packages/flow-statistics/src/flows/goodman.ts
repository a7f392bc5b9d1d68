import type { Interval } from "../cells/Interval.ts"
import { chiSquared } from "../numeric/Distribution.ts"

/**
 * Simultaneous intervals of the shares of a multinomial count (Goodman 1965, Technometrics 7): all hold together with probability `level`.
 * Returns a function for the interval of a share `part / whole`. Both may be counts divided by a dispersion.
 */
export const goodman = (categories: number, level: number): ((part: number, whole: number) => Interval) => {
  const chi = chiSquared(1).quantile(1 - (1 - level) / Math.max(1, categories))
  return (part, whole) => {
    if (whole === 0) return { low: 0, high: 1 }
    const root = Math.sqrt(chi * (chi + (4 * part * (whole - part)) / whole))
    const norm = 2 * (whole + chi)
    return { low: Math.max(0, (chi + 2 * part - root) / norm), high: Math.min(1, (chi + 2 * part + root) / norm) }
  }
}
