import type { Knowledge } from "../system/LinkedSystem.ts"
import type { MethodInput } from "./ProtectionMethod.ts"

/** Returns what anyone knows of a hidden cell: at least 1 if all zeros are shown. Unpublished cells may be anything. */
export const hiddenKnowledge = ({ linked: { system }, primary: { primary } }: MethodInput): Knowledge => {
  const zerosShown = !primary.some((mark, cell) => mark === 1 && system.value[cell] === 0)
  return {
    low: system.value.map((value, cell) => (zerosShown && value !== 0 && system.unshown[cell] === 0 ? 1 : 0)),
    high: new Float64Array(system.cells).fill(Number.POSITIVE_INFINITY)
  }
}

/** Bounds of shown figures, and what is known of the other cells. */
export const withHidden = (shown: Float64Array, figures: Knowledge, none: Knowledge): Knowledge => ({
  low: figures.low.map((low, cell) => (Number.isNaN(shown[cell] as number) ? (none.low[cell] as number) : low)),
  high: figures.high.map((high, cell) => (Number.isNaN(shown[cell] as number) ? (none.high[cell] as number) : high))
})
