/** Statistics of counts over time and of flows between places. Each function has a page in `docs/`. */
export { analyseMany, type ManySeries } from "./batch/analyseMany.ts"
export type { BatchOptions, BatchResult } from "./batch/analyseOne.ts"
export { type BreakOptions, type Breaks, findBreaks } from "./breaks/findBreaks.ts"
export { between, type Cell, type CellState, exact, notReported } from "./cells/Cell.ts"
export type { Interval, Measured } from "./cells/Interval.ts"
export { type Coverage, measureCoverage } from "./coverage/measureCoverage.ts"
export { type Panel, panelBuilder } from "./coverage/Panel.ts"
export { analyseFlows, type FlowOptions } from "./flowReport/analyseFlows.ts"
export type { FlowReport } from "./flowReport/FlowReport.ts"
export { exactMatrix, type FlowMatrix, flowMatrix } from "./flows/FlowMatrix.ts"
export type { FlowRow, FlowTable } from "./flows/FlowTable.ts"
export type { PlaceRegions, RegionLookup } from "./flows/reach.ts"
export { type Forecast, type ForecastOptions, forecastSeries, minPoints } from "./forecast/forecastSeries.ts"
export { type Expectation, expectFlows } from "./gravity/expectFlows.ts"
export { greatCircle } from "./gravity/greatCircle.ts"
export { type CaptureTable, captureTable } from "./hidden/CaptureTable.ts"
export { type CaptureProblem, checkCaptures } from "./hidden/checkCaptures.ts"
export { estimateHidden, type HiddenOptions, NoEstimate } from "./hidden/estimateHidden.ts"
export type { HiddenEstimate } from "./hidden/HiddenEstimate.ts"
export { type LinearSolver, loadLinearSolver } from "./hidden/linearProgramme.ts"
export { type LowerBounds, lowerBounds } from "./hidden/lowerBounds.ts"
export {
  analyseIntervention,
  type Intervention,
  type InterventionOptions
} from "./interventions/analyseIntervention.ts"
export { placeboUnits, type SyntheticControl, syntheticControl } from "./interventions/syntheticControl.ts"
export { type Filled, fillFromMargins } from "./margins/fillFromMargins.ts"
export { type Change, type ChangeOptions, describeChange } from "./model/describeChange.ts"
export { type Measurement, type Pooled, poolMeasurements, poolTrends, poolTrendsWithin } from "./model/poolTrends.ts"
export { type NowcastOfAll, nowcastReporters, type ReporterRows } from "./nowcast/nowcastReporters.ts"
export { type Nowcast, nowcastTriangle } from "./nowcast/nowcastTriangle.ts"
export { type LoadedCount, type ReportingTriangle, triangleOf } from "./nowcast/Triangle.ts"
export {
  analyseSeasonality,
  minCycles,
  removeSeason,
  type Seasonality,
  type SeasonalityOptions
} from "./seasonality/analyseSeasonality.ts"
export { type Series, seriesFrom, seriesOf } from "./series/Series.ts"
export type { Timeline } from "./series/timeline.ts"
export { type Transform, transformSeries } from "./series/transformSeries.ts"
export { analyseTransit, type Transit } from "./transit/analyseTransit.ts"
export { parseRoute, type Route } from "./transit/Route.ts"
export { analyseTrend, type Trend, type TrendOptions } from "./trend/analyseTrend.ts"
