import type { Classes } from "./Classes.ts"

/** What each class needs once it is hidden, as changes of its value. */
export interface RequiredMoves {
  /** How much it must be able to rise; 0 if it has no need. */
  readonly rise: Float64Array
  /** 1 if falling serves as well as rising, or a part of both: only the width counts. */
  readonly slides: Uint8Array
}

/** Returns for each class how far an attacker must find it able to rise, so that its width, its reach and the proof that it is small are all protected. */
export const requiredMoves = (classes: Classes): RequiredMoves => {
  const { count, value, low, width, reach, small, judged } = classes
  const rise = new Float64Array(count)
  const slides = new Uint8Array(count)
  for (let id = 0; id < count; id++) {
    if (judged[id] === 0) continue
    const v = value[id] as number
    const w = width[id] as number
    const provesSmall = small > 0 && v > 0 && v < small && (low[id] as number) >= 1
    rise[id] = Math.max(w, (reach[id] as number) - v, provesSmall ? small - v : 0)
    slides[id] = (reach[id] as number) <= v && rise[id] === w ? 1 : 0
  }
  return { rise, slides }
}
