import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { Remains } from "./Remains.ts"

/** Returns what `pull` remembers of a partner's forms, if it ran on this machine. */
export const pullRemains = (keysFolder: string, partner: string): ReadonlyArray<Remains> => {
  const folder = join(keysFolder, "partners")
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(`${partner}.pull-`)) : []
  if (files.length === 0) return []
  return [
    {
      place: `${files.join(", ")} in ${folder}`,
      what: "how far a form was read, with the tool's own ids of the newest records, perhaps of this case",
      until: "'pull' reads a newer record",
      how: "Delete the file to remove it at once: 'pull' then reads the form from its beginning, and sends nothing twice. The record itself is in the tool."
    }
  ]
}
