import { mapSeries, type Series } from "./Series.ts"

/** Scales on which a series can be analysed. `log1p` is ln(1 + value): changes become ratios, and zeros stay zero. */
export const transforms = ["none", "log1p"] as const
export type Transform = (typeof transforms)[number]

/**
 * Returns the series, its bounds included, on another scale.
 *
 * @example
 * ```ts
 * import { seriesFrom, transformSeries } from "@corridor/flow-statistics"
 *
 * const { value } = transformSeries(seriesFrom(["2023", "2024"], [0, 99]), "log1p") // 0 and ln 100
 * ```
 */
export const transformSeries = (series: Series, transform: Transform): Series =>
  transform === "none" ? series : mapSeries(series, Math.log1p)
