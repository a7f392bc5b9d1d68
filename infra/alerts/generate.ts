/** Writes the rules and the page beside it. */
import { writeFileSync } from "node:fs"
import { alertsMarkdown, rulesYaml } from "./AlertPages.ts"

writeFileSync(new URL("./corridor.rules.yml", import.meta.url), rulesYaml())
writeFileSync(new URL("./README.md", import.meta.url), alertsMarkdown())
