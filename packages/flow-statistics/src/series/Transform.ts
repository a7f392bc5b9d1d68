import { mapSeries, type Series } from "./Series.ts"

/** Scales on which a series can be analysed: as it is, or ln(1 + value), where changes are ratios and zeros stay. */
export const transforms = ["none", "log1p"] as const
export type Transform = (typeof transforms)[number]

export const transformed = (series: Series, transform: Transform): Series =>
  transform === "none" ? series : mapSeries(series, Math.log1p)
