/** Generates the Prometheus rules, their manifest with the dashboard, and the runbook page from the table of alerts. */
import { stringify } from "yaml"
import type { Alert } from "./Alert.ts"
import { alerts } from "./alerts.ts"
import { dashboard } from "./dashboard.ts"

/** The runbook page. Each alert has a heading there. */
const page = "docs/reference/alerts.md"

const anchor = (name: string) => `#${name.toLowerCase()}`

const rule = ({ name, expr, for: lasting, severity, summary, meaning }: Alert) => ({
  alert: name,
  expr: expr.join("\n"),
  for: lasting,
  labels: { severity },
  annotations: { summary, description: meaning, runbook: `${page}${anchor(name)}` }
})

const made = "# Made by infra/alerts/generate.ts from infra/alerts/alerts.ts.\n"
const groups = [{ name: "corridor", rules: alerts.map(rule) }]
const yaml = (content: object) => stringify(content, { lineWidth: 0, aliasDuplicateObjects: false })

/** Returns the text of `corridor.rules.yml`. */
export const rulesYaml = (): string => `${made}${yaml({ groups })}`

/** Returns the manifests of the rules for Prometheus's operator, and of the dashboard for Grafana's sidecar. */
export const monitoringYaml = (): string =>
  [
    `${made}# Needs Prometheus's operator. Grafana's sidecar imports the dashboard by its label.\n${yaml({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: { name: "corridor", namespace: "corridor" },
      spec: { groups }
    })}`,
    yaml({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "corridor-dashboard", namespace: "corridor", labels: { grafana_dashboard: "1" } },
      data: { "corridor.json": `${JSON.stringify(dashboard(), null, 2)}\n` }
    })
  ].join("---\n")

const severities = {
  page: "notifies the person on call immediately",
  ticket: "handled in working hours"
} as const satisfies Readonly<Record<Alert["severity"], string>>

const section = ({ name, severity, expr, for: lasting, meaning, why, steps }: Alert): ReadonlyArray<string> => [
  `## ${name}`,
  "",
  `**${severity}** (${severities[severity]}). ${meaning}`,
  "",
  `Why it matters: ${why}`,
  "",
  "What to do:",
  "",
  ...steps.map((step, i) => `${i + 1}. ${step}`),
  "",
  "```promql",
  ...expr,
  "```",
  "",
  lasting === "0m" ? "Fires immediately." : `Fires when this has been true for ${lasting}.`,
  ""
]

/** Returns the text of the runbook page. */
export const alertsMarkdown = (): string =>
  [
    "# Alerts and what to do",
    "",
    "This page and `infra/alerts/corridor.rules.yml` are generated from `infra/alerts/alerts.ts` by `node infra/alerts/generate.ts`.",
    "The [metrics page](../../infra/metrics/README.md) describes the metrics.",
    "",
    ...alerts.map(({ name, severity }) => `- [${name}](${anchor(name)}): ${severity}`),
    "",
    ...alerts.flatMap(section)
  ]
    .join("\n")
    .replace(/\n+$/, "\n")
