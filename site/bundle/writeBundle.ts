/**
 * Makes the bundle of a release: one signed archive with everything that readers may have of it and what proves it. Nothing of the vintage is in
 * it.
 */
import { hash } from "node:crypto"
import { Solver } from "@corridor/disclosure/solver/Solver"
import { Effect } from "effect"
import { readCells } from "../../release/history/cellLines.ts"
import { isDisclosedCell } from "../../release/history/ReleaseCell.ts"
import { isExactMethod } from "../../release/history/readDisclosures.ts"
import { attackPublished } from "../../release/protection/attackPublished.ts"
import { contextOf } from "../../release/protection/publicBounds.ts"
import { Published } from "../../release/published/Published.ts"
import { tableFacts } from "../../release/published/PublishedTable.ts"
import type { PublishedRelease } from "../../release/published/readPublished.ts"
import { readCodeLine } from "../../release/publisher/codeListing.ts"
import type { ReleaseEvidence } from "../../release/publisher/releaseEvidence.ts"
import { encodeTablePage } from "../api/formats/encodeTablePage.ts"
import { tablePage } from "../api/tables/TablePage.ts"
import { formats } from "../metadata/formats.ts"
import { archiveWriter, pack } from "./archive.ts"
import { bundleReadMe } from "./bundleText.ts"
import { bundleFormat, type Manifest, paths, signedText } from "./Manifest.ts"

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

const wholeTable = { labels: new Map(), page: 1, size: Number.MAX_SAFE_INTEGER, hxl: false, canonical: "" }

/** Returns what the manifest says of the release, apart from its files. */
const factsOf = (
  { release, choices, reader }: ReleaseEvidence,
  shown: PublishedRelease,
  licence: string | undefined
): Omit<Manifest, "files"> => ({
  format: bundleFormat,
  archive: archiveWriter,
  release: release.release,
  state: shown.state,
  publishedAt: shown.publishedAt,
  edition:
    shown.edition === undefined
      ? null
      : { name: shown.edition.name, version: shown.edition.version, reason: shown.edition.reason },
  request: shown.request ?? null,
  vintage: shown.vintage,
  invented: shown.invented,
  ...(licence === undefined ? {} : { licence }),
  method: shown.method,
  profile: shown.profile,
  profileVersion: release.profileVersion,
  threshold: release.threshold,
  choices,
  tables: shown.tables.map((name) => ({ name, figure: tableFacts(name, shown.dimensions.get(name)).figure })),
  formats,
  reader
})

/** Returns the archive. Equal evidence and licence give equal bytes. `licence`: its address, if the publisher gives one. */
export const writeBundle = Effect.fn("writeBundle")(function* (evidence: ReleaseEvidence, licence?: string) {
  const { release, choices, profile, lines, pages, code, reader, proof, signing } = evidence
  const published = yield* Published
  const shown = (yield* published.releases).find((one) => one.release === release.release)
  if (shown === undefined) return yield* Effect.die(new Error("a release of the ledger is not published"))
  const files = new Map<string, Uint8Array>()
  const put = (path: string, content: string | Uint8Array) =>
    files.set(path, typeof content === "string" ? new TextEncoder().encode(content) : content)
  for (const name of shown.tables) {
    const table = yield* published.tableOf(shown, name)
    const page = table && tablePage(shown, table, wholeTable)
    if (page === undefined) continue
    for (const format of formats)
      put(
        paths.data(name, format),
        encodeTablePage(page, format, `/v1/releases/${shown.release}/tables/${name}`, new URLSearchParams(), licence)
          .bytes
      )
  }
  put(paths.cells, lines.join("\n"))
  put(paths.pages, pages.join("\n"))
  for (const [name, text] of Object.entries(shown.pages)) put(paths.page(name), text)
  put(paths.profile, json(profile ?? { name: release.profile, version: release.profileVersion }))
  const listed = code.map(readCodeLine)
  put(paths.listing, listed.map(({ path, sha256 }) => `${JSON.stringify([path, sha256])}\n`).join(""))
  for (const { path, text } of listed) if (text !== undefined) put(paths.code(path), text)
  const solver = yield* Solver
  const cells = readCells(lines).filter(isDisclosedCell)
  const attacked = { id: release.release, threshold: release.threshold, choices, cells }
  put(
    paths.attack,
    json({
      cubes: isExactMethod(release.method) ? attackPublished(solver, attacked, contextOf(reader)) : [],
      beforePublication:
        "Audited together with everything disclosed before, as a reader and as each partner and pair of partners: no finding."
    })
  )
  put(paths.ledger, json(proof))
  const facts = factsOf(evidence, shown, licence)
  put(paths.readMe, bundleReadMe(facts, shown.citation))
  const manifest = json({
    ...facts,
    files: [...files]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: hash("sha256", bytes) }))
  } satisfies Manifest)
  put(paths.manifest, manifest)
  put(paths.signature, json(signing.sign(signedText(hash("sha256", manifest)))))
  return pack(files)
}, Effect.provide(Solver.layer))
