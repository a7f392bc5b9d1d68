import { counted } from "../../ports/counted.ts"
import type { Manifest } from "./Manifest.ts"
import { paths } from "./Manifest.ts"

/** Returns `README.md` of a bundle. */
export const bundleReadMe = (
  { release, tables, formats, invented, edition, licence }: Omit<Manifest, "files">,
  citation: string
): string => `# Release ${release}${edition === null ? "" : `, edition ${edition.version} of ${edition.name}`}

${invented ? "THESE FIGURES ARE INVENTED: they come from the records of a demonstration.\n\n" : ""}${citation}
${licence === undefined ? "" : `\nLicence: ${licence}\n`}
| file | contents |
| --- | --- |
| \`data/\` | ${counted(tables.length, "table")}, each as ${formats.join(", ")} |
| \`docs/\` | method, data dictionary, coverage, citation, who reported when |
| \`${paths.profile}\` | the disclosure rules |
| \`code/\` | the SQL that made the marts, and the SHA-256 of all code that decides figures |
| \`${paths.attack}\` | what an attack on the published figures finds |
| \`${paths.ledger}\` | proof that the release is in the signed ledger and was approved by two reviewers |
| \`${paths.cells}\`, \`${paths.pages}\` | the lines whose hashes the ledger has |
| \`${paths.manifest}\` | the SHA-256 of every file; \`${paths.signature}\` is its signature (Ed25519) |

\`corridor release verify-bundle FILE\` checks all of it without a network or a database, repeats the attack, compares the formats cell by
cell, and says what it cannot check. It shows the key that signed the bundle: compare it with the one that the publisher gives elsewhere.

A cell is published (it has a figure), suppressed (withheld), not_reported (no partner reported) or not_collected.
`
