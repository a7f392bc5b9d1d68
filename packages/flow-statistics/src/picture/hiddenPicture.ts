import type { HiddenEstimate } from "../hidden/HiddenEstimate.ts"
import { intervalPicture } from "./intervalPicture.ts"

/** Draws all estimates of the total, with the observed persons first and the range over all models last. */
export const hiddenPicture = ({ observed, model, stepwise, averaged, supported, range }: HiddenEstimate): string =>
  intervalPicture({
    title: "Total number of persons by all models",
    axis: "persons, including those on the lists",
    rows: [
      { label: "on the lists", value: observed, low: observed, high: observed },
      { label: "requested model", value: model.total, ...bounds(model.interval) },
      { label: "stepwise choice", value: stepwise.total, ...bounds(stepwise.interval) },
      ...(averaged === undefined
        ? []
        : [{ label: "average of decomposable models", value: averaged.total.median, ...bounds(averaged.total) }]),
      { label: `${supported.models} models within 10 of the smallest AIC`, ...bounds(supported.total) },
      { label: `all ${range.models} models`, ...bounds(range.total) }
    ]
  })

const bounds = ({ low, high }: { readonly low: number; readonly high: number }) => ({ low, high })
