/**
 * Writes what derives from the schemas and code lists: `generated/types.ts`, `REFERENCE.md` and what `transform/` has of them.
 *
 *     npm run generate            writes them
 *     npm run generate -- --check exits 1 when they are not what the schemas say
 */
import { readFileSync, writeFileSync } from "node:fs"
import { codesSeed } from "./CodesSeed.ts"
import { pilotRegionRoles, placeGroupMembers } from "./PlaceSeeds.ts"
import { referencePage } from "./ReferencePage.ts"
import { sourcesYaml } from "./SourcesYaml.ts"
import { typesModule } from "./TypesModule.ts"

/** Every derived file with the text that it should have. */
export const derived: ReadonlyArray<{ readonly file: URL; readonly text: () => string }> = [
  { file: new URL("./generated/types.ts", import.meta.url), text: typesModule },
  { file: new URL("./REFERENCE.md", import.meta.url), text: referencePage },
  { file: new URL("../transform/seeds/codes.csv", import.meta.url), text: codesSeed },
  { file: new URL("../transform/seeds/place_group_members.csv", import.meta.url), text: placeGroupMembers },
  { file: new URL("../transform/seeds/pilot_region_roles.csv", import.meta.url), text: pilotRegionRoles },
  { file: new URL("../transform/models/staging/_sources.yml", import.meta.url), text: sourcesYaml }
]

/** Derived files whose text is not what the schemas say. */
export const stale = () => derived.filter(({ file, text }) => readFileSync(file, "utf8") !== text())

if (import.meta.main) {
  if (process.argv.includes("--check")) {
    for (const { file } of stale()) console.error(`${file.pathname} is out of date: run npm run generate`)
    process.exitCode = stale().length > 0 ? 1 : 0
  } else for (const { file, text } of derived) writeFileSync(file, text())
}
