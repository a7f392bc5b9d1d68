/** The Grafana dashboard, made from the metric catalogue: one panel for each metric. */
import { type MetricSpec, metricCatalogue } from "../../ingest/pipeline/MetricCatalogue.ts"

interface Query {
  readonly expr: string
  /** Name of the line, in Grafana's template language. */
  readonly legend: string
}

const quantiles = [0.5, 0.9, 0.99]

/** Several processes report the same gauge. The highest value counts. */
const queriesOf = ({ name, type, labels, unit }: MetricSpec): ReadonlyArray<Query> => {
  const by = labels.length === 0 ? "" : ` by (${labels.join(", ")})`
  const legend = labels.length === 0 ? name : labels.map((label) => `{{${label}}}`).join(" ")
  if (type === "counter") return [{ expr: `sum${by} (rate(${name}[5m]))`, legend }]
  if (type === "gauge") {
    const newest = `max${by} (${name})`
    return [{ expr: unit.startsWith("seconds since") ? `time() - ${newest}` : newest, legend }]
  }
  return quantiles.map((q) => ({
    expr: `histogram_quantile(${q}, sum by (le) (rate(${name}_bucket[5m])))`,
    legend: `quantile ${q}`
  }))
}

/** Grafana's name of a unit. */
const unitOf = ({ type, unit }: MetricSpec): string => {
  if (unit.startsWith("seconds")) return "s"
  if (unit === "bytes") return type === "counter" ? "Bps" : "bytes"
  return type === "counter" ? "cps" : "short"
}

const datasource = { type: "prometheus", uid: "$datasource" }

/** Panels are two in a row. The grid is 24 wide. */
const [width, height] = [12, 8]

export const dashboard = () => ({
  uid: "corridor",
  title: "Corridor",
  schemaVersion: 39,
  editable: false,
  refresh: "30s",
  time: { from: "now-6h", to: "now" },
  templating: { list: [{ name: "datasource", type: "datasource", query: "prometheus" }] },
  panels: Object.values<MetricSpec>(metricCatalogue).map((metric, i) => ({
    id: i + 1,
    type: "timeseries",
    title: metric.name.replace(/^corridor_/, "").replaceAll("_", " "),
    description: metric.meaning,
    datasource,
    gridPos: { x: (i % 2) * width, y: Math.floor(i / 2) * height, w: width, h: height },
    fieldConfig: { defaults: { unit: unitOf(metric), min: 0 }, overrides: [] },
    targets: queriesOf(metric).map(({ expr, legend }, n) => ({
      refId: String.fromCharCode(65 + n),
      datasource,
      expr,
      legendFormat: legend
    }))
  }))
})
