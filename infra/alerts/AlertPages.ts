/** Prometheus's rules and the page of alerts, made from the table of alerts. */
import { stringify } from "yaml"
import { type Alert, alerts } from "./alerts.ts"

/** The page on which an alert's own heading is. */
const page = "infra/alerts/README.md"

const anchor = (name: string) => `#${name.toLowerCase()}`

const rule = ({ name, expr, for: lasting, severity, summary, meaning }: Alert) => ({
  alert: name,
  expr: expr.join("\n"),
  for: lasting,
  labels: { severity },
  annotations: { summary, description: meaning, runbook: `${page}${anchor(name)}` }
})

/** `corridor.rules.yml`. */
export const rulesYaml = (): string =>
  `# Made by infra/alerts/generate.ts from infra/alerts/alerts.ts.\n${stringify(
    { groups: [{ name: "corridor", rules: alerts.map(rule) }] },
    { lineWidth: 0 }
  )}`

const severities = {
  page: "somebody is woken",
  ticket: "in working hours"
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
  lasting === "0m" ? "Fires at once." : `Fires when this has held for ${lasting}.`,
  ""
]

/** `README.md`. */
export const alertsMarkdown = (): string =>
  [
    "# The alerts that matter and what to do",
    "",
    "This page and `corridor.rules.yml` are made from `alerts.ts` by `node infra/alerts/generate.ts`; change them there. The",
    "metrics are described in [`../metrics`](../metrics/README.md).",
    "",
    "Prometheus needs the rules and the places to look at:",
    "",
    "```yaml",
    "rule_files: [corridor.rules.yml]",
    "scrape_configs:",
    "  - job_name: corridor",
    "    scrape_interval: 15s",
    "    static_configs:",
    '      - targets: ["127.0.0.1:9464", "127.0.0.1:8080"] # ingest --metrics 9464, and up or serve',
    "```",
    "",
    "After a change: `promtool check rules corridor.rules.yml` and `promtool test rules corridor.rules.test.yml`, which shows each",
    "alert firing and silent. Both were run with promtool 2.42.0 (Debian's package `prometheus`).",
    "",
    "The numbers in the rules are a beginning. Change them when an alert wakes somebody who then has nothing to do.",
    "",
    ...alerts.map(({ name, severity }) => `- [${name}](${anchor(name)}): ${severity}`),
    "",
    ...alerts.flatMap(section)
  ]
    .join("\n")
    .replace(/\n+$/, "\n")
