import type { Interval } from "../cells/Interval.ts"
import type { HiddenEstimate } from "../hidden/HiddenEstimate.ts"
import { intervalPicture } from "./intervalPicture.ts"

/**
 * Draws all estimates of the total, with the observed persons first and the union of the intervals last. An interval without an upper bound ends
 * where the largest bounded one does.
 */
export const hiddenPicture = (found: HiddenEstimate): string => {
  const { observed, model, stepwise, averaged, lowerBounds, latentClasses, supported } = found
  const lower = lowerBounds.chaoOfLists
  const isOpen = latentClasses === undefined || latentClasses.isUnbounded
  const limit = Math.max(
    model.interval.high,
    stepwise.interval.high,
    averaged?.total.high ?? 0,
    observed + lower.high,
    latentClasses?.total.value ?? 0
  )
  const bounds = ({ low, high }: Interval) => ({ low, high: isOpen ? Math.min(high, limit) : high })
  const openMark = isOpen ? ", no upper bound" : ""
  return intervalPicture({
    title: "Total number of persons by all models",
    axis: "persons, including those on the lists",
    rows: [
      { label: "on the lists", value: observed, low: observed, high: observed },
      {
        label: "lower bound",
        value: observed + lower.hidden,
        ...bounds({ low: observed + lower.low, high: observed + lower.high })
      },
      { label: "requested model", value: model.total, ...bounds(model.interval) },
      { label: "stepwise choice", value: stepwise.total, ...bounds(stepwise.interval) },
      ...(averaged === undefined
        ? []
        : [{ label: "average of decomposable models", value: averaged.total.median, ...bounds(averaged.total) }]),
      ...(latentClasses === undefined
        ? []
        : [
            {
              label: `two latent classes${openMark}`,
              value: latentClasses.total.value,
              ...bounds(latentClasses.total)
            }
          ]),
      { label: `all that fit${openMark}`, ...bounds(supported.total) }
    ]
  })
}
