import { auditCommand } from "@corridor/disclosure/command/auditCommand"
import { disclosureHost } from "./disclosureHost.ts"

export const audit = auditCommand(disclosureHost)
