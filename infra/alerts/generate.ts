/** Writes the Prometheus rules, the runbook page, the Grafana dashboard, and the chart's manifest of rules and dashboard. */
import { writeFileSync } from "node:fs"
import { alertsMarkdown, monitoringYaml, rulesYaml } from "./AlertPages.ts"
import { dashboard } from "./dashboard.ts"

writeFileSync(new URL("./corridor.rules.yml", import.meta.url), rulesYaml())
writeFileSync(new URL("./corridor.dashboard.json", import.meta.url), `${JSON.stringify(dashboard(), null, 2)}\n`)
writeFileSync(new URL("../cluster/kubernetes/monitoring.yaml", import.meta.url), monitoringYaml())
writeFileSync(new URL("../../docs/reference/alerts.md", import.meta.url), alertsMarkdown())
