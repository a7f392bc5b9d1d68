import type { Classes } from "./Classes.ts"

/** What each class needs once it is hidden, as changes of its value. */
export interface RequiredMoves {
  /** By how much it must be able to rise; 0 if it has no need. */
  readonly rise: Float64Array
  /** 1 if falling serves as well as rising, or a part of both: only the width counts. */
  readonly slides: Uint8Array
}

export const requiredMoves = (classes: Classes): RequiredMoves => {
  const { count, value, low, width, reach, small, judged } = classes
  const rise = new Float64Array(count)
  const slides = new Uint8Array(count)
  for (let of = 0; of < count; of++) {
    if (judged[of] === 0) continue
    const v = value[of] as number
    const w = width[of] as number
    const provesSmall = small > 0 && v > 0 && v < small && (low[of] as number) >= 1
    rise[of] = Math.max(w, (reach[of] as number) - v, provesSmall ? small - v : 0)
    slides[of] = (reach[of] as number) <= v && rise[of] === w ? 1 : 0
  }
  return { rise, slides }
}
