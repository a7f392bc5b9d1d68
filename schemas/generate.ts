/** `npm run generate`: writes the files that derive from the schemas and code lists, and records new schema versions in `avro/RELEASED.json`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { codesSeed } from "./CodesSeed.ts"
import { pilotRegionRoles, placeGroupMembers } from "./PlaceSeeds.ts"
import { problemsPage } from "./ProblemsPage.ts"
import { recordsPage } from "./RecordsPage.ts"
import { releasedFile, releasedText } from "./Released.ts"
import { sourcesYaml } from "./SourcesYaml.ts"
import { typesModule } from "./TypesModule.ts"

/** Every derived file with its expected text. */
const derived: ReadonlyArray<{ readonly file: URL; readonly text: () => string }> = [
  { file: new URL("./generated/types.ts", import.meta.url), text: typesModule },
  { file: releasedFile, text: releasedText },
  { file: new URL("../docs/reference/records.md", import.meta.url), text: recordsPage },
  { file: new URL("../docs/reference/problems.md", import.meta.url), text: problemsPage },
  { file: new URL("../transform/seeds/codes.csv", import.meta.url), text: codesSeed },
  { file: new URL("../transform/seeds/place_group_members.csv", import.meta.url), text: placeGroupMembers },
  { file: new URL("../transform/seeds/pilot_region_roles.csv", import.meta.url), text: pilotRegionRoles },
  { file: new URL("../transform/models/staging/_sources.yml", import.meta.url), text: sourcesYaml }
]

/** Returns the derived files that are missing or out of date. */
export const stale = () =>
  derived.filter(({ file, text }) => !existsSync(file) || readFileSync(file, "utf8") !== text())

if (import.meta.main) for (const { file, text } of derived) writeFileSync(file, text())
