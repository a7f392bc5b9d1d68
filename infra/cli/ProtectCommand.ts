import { protectCommand } from "@corridor/disclosure/command/protectCommand"
import { disclosureHost } from "./disclosureHost.ts"

export const protect = protectCommand(disclosureHost)
