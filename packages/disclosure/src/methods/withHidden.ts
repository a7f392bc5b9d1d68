import type { Knowledge } from "../system/LinkedSystem.ts"

/** Bounds of shown figures, and what is known of the other cells. */
export const withHidden = (shown: Float64Array, figures: Knowledge, none: Knowledge): Knowledge => ({
  low: figures.low.map((low, cell) => (Number.isNaN(shown[cell] as number) ? (none.low[cell] as number) : low)),
  high: figures.high.map((high, cell) => (Number.isNaN(shown[cell] as number) ? (none.high[cell] as number) : high))
})
