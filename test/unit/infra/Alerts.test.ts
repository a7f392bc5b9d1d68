import { readFileSync } from "node:fs"
import { assert, describe, it } from "vitest"
import { parse } from "yaml"
import { alertsMarkdown, monitoringYaml, rulesYaml } from "../../../infra/alerts/AlertPages.ts"
import { alerts } from "../../../infra/alerts/alerts.ts"
import { dashboard } from "../../../infra/alerts/dashboard.ts"
import { type MetricSpec, metricCatalogue } from "../../../ingest/pipeline/MetricCatalogue.ts"

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8")
const file = (name: string) => read(`infra/alerts/${name}`)
const runbook = read("docs/reference/alerts.md")

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: { readonly severity: string }
  readonly annotations: Readonly<Record<"summary" | "description" | "runbook", string>>
}

const rules = (
  parse(file("corridor.rules.yml")) as { readonly groups: ReadonlyArray<{ readonly rules: ReadonlyArray<Rule> }> }
).groups.flatMap((group) => group.rules)

/** Names that Prometheus may ask for: of a histogram its parts, not the name itself. */
const exposed = new Set(
  Object.values<MetricSpec>(metricCatalogue).flatMap(({ name, type }) =>
    type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
  )
)

const measureOf = (metric: string): MetricSpec =>
  Object.values<MetricSpec>(metricCatalogue).find(
    ({ name, type }) => name === metric || (type === "histogram" && metric.replace(/_(bucket|sum|count)$/, "") === name)
  ) as MetricSpec

const functions = ["absent", "changes", "delta", "histogram_quantile", "increase", "max_over_time", "rate", "time"]
const keywords = ["and", "by", "max", "min", "offset", "on", "sum", "unless"]

/** Metrics and labels that an expression names. */
const namesIn = (expr: string) => {
  // Values of labels and durations are no names.
  const bare = expr.replace(/"[^"]*"/g, '""').replace(/\b\d[\w.]*/g, "")
  const labels = [...bare.matchAll(/(?:\b(?:by|on) ?\(([^)]*)\)|\{([^}]*)\})/g)].flatMap(([, grouped, selected]) =>
    (grouped ?? selected ?? "").match(/[a-zA-Z_]\w*/g)
  )
  const outside = bare.replace(/\b(by|on) ?\([^)]*\)/g, "$1").replace(/\{[^}]*\}/g, "")
  const words = outside.match(/[a-zA-Z_:][\w:]*/g) ?? []
  return {
    labels: labels as ReadonlyArray<string>,
    metrics: words.filter((w) => ![...functions, ...keywords].includes(w))
  }
}

describe("the dashboard", () => {
  const { panels } = JSON.parse(file("corridor.dashboard.json")) as ReturnType<typeof dashboard>

  it("is what the catalogue makes of it", () => {
    assert.deepStrictEqual(JSON.parse(file("corridor.dashboard.json")), dashboard())
  })

  it("asks for metrics and labels that there are, and for every metric", () => {
    const asked = new Set<string>()
    for (const { expr, legendFormat } of panels.flatMap(({ targets }) => targets)) {
      const { metrics, labels } = namesIn(expr)
      assert.isNotEmpty(metrics, expr)
      for (const metric of metrics) assert.isTrue(exposed.has(metric), metric)
      const known = metrics.flatMap((metric) => measureOf(metric).labels)
      for (const label of labels) assert.include([...known, "le"], label, expr)
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) assert.include(labels, label)
      for (const metric of metrics) asked.add(measureOf(metric).name)
    }
    assert.deepStrictEqual(
      [...asked],
      Object.values<MetricSpec>(metricCatalogue).map(({ name }) => name)
    )
  })

  it("has panels that do not overlap", () => {
    const places = panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)
    assert.strictEqual(new Set(places).size, panels.length)
    assert.strictEqual(new Set(panels.map(({ id }) => id)).size, panels.length)
  })
})

describe("alerts", () => {
  it("rules and page are what the table makes of them", () => {
    assert.strictEqual(file("corridor.rules.yml"), rulesYaml())
    assert.strictEqual(runbook, alertsMarkdown())
    assert.strictEqual(read("infra/cluster/kubernetes/monitoring.yaml"), monitoringYaml())
  })

  it("each has a rule that can be parsed, in the order of the table", () => {
    assert.deepStrictEqual(
      rules.map(({ alert, expr, for: lasting, labels }) => [alert, expr, lasting, labels.severity]),
      alerts.map(({ name, expr, for: lasting, severity }) => [name, expr.join("\n"), lasting, severity])
    )
    assert.strictEqual(new Set(rules.map(({ alert }) => alert)).size, rules.length)
  })

  for (const { alert, expr, annotations } of rules)
    it(`${alert} asks for metrics and labels that there are`, () => {
      const { metrics, labels } = namesIn(expr)
      assert.isNotEmpty(metrics)
      for (const metric of metrics) assert.isTrue(exposed.has(metric), metric)
      // `instance` is Prometheus's own.
      const known = [...metrics.flatMap((metric) => measureOf(metric).labels), "le", "instance"]
      for (const label of labels) assert.include(known, label)
      for (const [, label] of annotations.summary.matchAll(/\$labels\.(\w+)/g)) assert.include(labels, label)
    })

  it("each states its meaning, its importance and its remedy, and its page has that heading", () => {
    const headings = runbook.match(/^## .+$/gm) ?? []
    for (const { name, meaning, why, steps } of alerts) {
      assert.isNotEmpty(meaning)
      assert.isNotEmpty(why)
      assert.isAtLeast(steps.length, 2, name)
      assert.include(headings, `## ${name}`)
    }
  })

  it("metrics that a step names are there", () => {
    const named = alerts.flatMap(({ steps }) => steps.join(" ").match(/`corridor_(?!raw\b)[a-z_]+`/g) ?? [])
    assert.isNotEmpty(named)
    const names = Object.values<MetricSpec>(metricCatalogue).map(({ name }) => `\`${name}\``)
    for (const name of named) assert.include(names, name)
  })

  it("promtool's tests show each one firing and silent", () => {
    const { tests } = parse(read("test/unit/infra/corridor.rules.test.yml")) as {
      readonly tests: ReadonlyArray<{
        readonly alert_rule_test: ReadonlyArray<{
          readonly alertname: string
          readonly exp_alerts: ReadonlyArray<unknown>
        }>
      }>
    }
    const shown = tests.flatMap((test) => test.alert_rule_test)
    for (const { name } of alerts) {
      const own = shown.filter(({ alertname }) => alertname === name)
      assert.isTrue(
        own.some(({ exp_alerts }) => exp_alerts.length > 0),
        `${name} fires`
      )
      assert.isTrue(
        own.some(({ exp_alerts }) => exp_alerts.length === 0),
        `${name} is silent`
      )
    }
  })
})
