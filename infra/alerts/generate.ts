/** Writes the Prometheus rules and the runbook page. */
import { writeFileSync } from "node:fs"
import { alertsMarkdown, rulesYaml } from "./AlertPages.ts"

writeFileSync(new URL("./corridor.rules.yml", import.meta.url), rulesYaml())
writeFileSync(new URL("../../docs/reference/alerts.md", import.meta.url), alertsMarkdown())
