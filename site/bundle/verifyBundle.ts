/**
 * Checks a bundle with nothing but its bytes: sums, signatures, the ledger, that the cells and the documentation are those that the ledger
 * records, that all formats have the same cells, that bounds follow from the figures, and that an attack finds nothing. Lists every problem, and
 * what cannot be checked. Bytes may come from anywhere: nothing is written, and nothing in the archive is repeated.
 */
import { hash } from "node:crypto"
import { type LoadedSolver, Solver } from "@corridor/disclosure/solver/Solver"
import { cellStates } from "@corridor/disclosure/tables/CellState"
import { Effect, Option, Schema } from "effect"
import { signatureFits } from "../../ports/chain/Signature.ts"
import { counted } from "../../ports/counted.ts"
import { readCells } from "../../release/history/cellLines.ts"
import { isDisclosedCell, type ReleaseCell } from "../../release/history/ReleaseCell.ts"
import { isExactMethod } from "../../release/history/readDisclosures.ts"
import { type CheckedProof, checkProof, LedgerProof } from "../../release/ledger/LedgerProof.ts"
import type { Witness } from "../../release/ledger/Witness.ts"
import { attackPublished } from "../../release/protection/attackPublished.ts"
import { contextOf, publicBounds } from "../../release/protection/publicBounds.ts"
import { tableFacts } from "../../release/published/PublishedTable.ts"
import { codeLine } from "../../release/publisher/codeListing.ts"
import { fileNameOf } from "../../release/publisher/tableFiles.ts"
import { metadataOf } from "../api/formats/encodeTablePage.ts"
import { factsOf } from "../api/tables/TablePage.ts"
import { formats } from "../metadata/formats.ts"
import { archiveWriter, type Files, pack, unpack } from "./archive.ts"
import { type BundleProblem, type BundleProblemCode, bundleProblems } from "./BundleProblem.ts"
import { compareFacts, compareTable } from "./compareTable.ts"
import { type BundleFile, BundlePath, Manifest, ManifestSignature, paths, signedText } from "./Manifest.ts"
import { readTableFile } from "./readTableFile.ts"

export interface VerifyOptions {
  /** Public keys that the reader trusts; the bundle must be signed with one of them. */
  readonly keys: ReadonlyArray<string>
  /** Statements about the ledger that were kept elsewhere. */
  readonly witnesses: ReadonlyArray<Witness>
}

interface BundleVerdict {
  readonly verified: boolean
  /** Undefined if the manifest cannot be read. */
  readonly release: number | undefined
  /** The key that signed the bundle. */
  readonly key: string | undefined
  readonly problems: ReadonlyArray<BundleProblem>
  readonly checked: ReadonlyArray<string>
  readonly unchecked: ReadonlyArray<string>
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true })

const textOf = (files: Files, path: string): string | undefined => {
  const bytes = files.get(path)
  try {
    return bytes === undefined ? undefined : decoder.decode(bytes)
  } catch {
    return undefined
  }
}

const decoded = <A>(schema: Schema.Codec<A, unknown>, files: Files, path: string): A | undefined =>
  Option.getOrUndefined(Schema.decodeUnknownOption(Schema.fromJsonString(schema))(textOf(files, path) ?? ""))

const linesOf = (text: string | undefined): ReadonlyArray<string> =>
  text === undefined || text === "" ? [] : text.split("\n")

const Page = Schema.Tuple([Schema.String, Schema.String])
const CodeEntry = Schema.Tuple([BundlePath, Schema.String])

/** Returns the lines of a file, each decoded; undefined if one cannot be. */
const decodedLines = <A>(
  schema: Schema.Codec<A, unknown>,
  lines: ReadonlyArray<string>
): ReadonlyArray<A> | undefined => {
  const decode = Schema.decodeUnknownOption(Schema.fromJsonString(schema))
  const found = lines.flatMap((line) => Option.toArray(decode(line)))
  return found.length === lines.length ? found : undefined
}

const isPath = Schema.is(BundlePath)

/** Collects problems. */
const makeProblems = () => {
  const list: Array<BundleProblem> = []
  const add = (code: BundleProblemCode, where: Pick<BundleProblem, "file" | "entry" | "count"> = {}) => {
    list.push({ code, message: bundleProblems[code], ...where })
  }
  return { list, add }
}
type Problems = ReturnType<typeof makeProblems>

/** Compares the files with the sums of the manifest. A name that no bundle can have is not repeated. */
const checkSums = (files: Files, listed: ReadonlyArray<BundleFile>, { add }: Problems) => {
  const known = new Set<string>([paths.manifest, paths.signature, ...listed.map(({ path }) => path)])
  const strange = [...files.keys()].filter((path) => !known.has(path))
  for (const path of strange.filter(isPath)) add("file-unknown", { file: path })
  const unnamed = strange.filter((path) => !isPath(path)).length
  if (unnamed > 0) add("file-unknown", { count: unnamed })
  for (const { path, bytes, sha256 } of listed) {
    const own = files.get(path)
    if (own === undefined) add("file-missing", { file: path })
    else if (own.length !== bytes || hash("sha256", own) !== sha256) add("file-changed", { file: path })
  }
}

/** Checks that a bundle lists exactly the files that follow from its tables, pages and code. */
const checkFileSet = (
  listed: ReadonlyArray<BundleFile>,
  parts: Readonly<Record<"tables" | "formats" | "pages" | "code", ReadonlyArray<string>>>,
  { add }: Problems
) => {
  const { readMe, cells, pages, profile, listing, attack, ledger } = paths
  const expected = new Set<string>([
    ...[readMe, cells, pages, profile, listing, attack, ledger],
    ...parts.tables.flatMap((name) => parts.formats.map((format) => paths.data(name, format))),
    ...parts.pages.map(paths.page),
    ...parts.code.filter((path) => path.endsWith(".sql")).map(paths.code)
  ])
  const present = new Set(listed.map(({ path }) => path))
  for (const path of expected) if (!present.has(path)) add("file-expected", isPath(path) ? { file: path } : {})
  for (const path of present) if (!expected.has(path)) add("file-unknown", { file: path })
  if (present.size < listed.length) add("file-unknown", { count: listed.length - present.size })
}

const contentHash = (lines: ReadonlyArray<string>) => hash("sha256", lines.join("\n"))

/** Checks that the ledger records this release with these cells, pages and code. Returns whether it records the code. */
const checkLedger = (
  proof: CheckedProof,
  manifest: Manifest,
  hashes: { readonly cells: string; readonly pages: string; readonly code: string },
  { add }: Problems
): boolean => {
  for (const { seq, rule } of proof.problems) add(`ledger-${rule}`, { entry: seq })
  const body = proof.entries.find((one) => one.body.kind === "proposal")?.body
  if (body?.kind !== "proposal") return false
  if (body.content !== hashes.cells) add("cells-hash", { file: paths.cells })
  if (body.pages !== hashes.pages) add("pages-hash", { file: paths.pages })
  if (body.code !== undefined && body.code !== hashes.code) add("code-hash", { file: paths.listing })
  const recorded = [
    [body.release, body.vintage, body.profile, body.profileVersion, body.threshold, body.invented],
    [body.method ?? "suppression", body.choices ?? manifest.choices],
    (body.choices ?? manifest.choices).map(({ by }, c, choices) => {
      const name = fileNameOf(choices, c)
      return { name, figure: tableFacts(name, by).figure }
    }),
    body.edition === undefined || body.edition === null ? body.edition : [body.edition.name, body.edition.reason]
  ]
  const { edition } = manifest
  const stated = [
    [
      manifest.release,
      manifest.vintage.number,
      manifest.profile,
      manifest.profileVersion,
      manifest.threshold,
      manifest.invented
    ],
    [manifest.method, manifest.choices],
    manifest.tables,
    // Releases from before editions have none in the ledger.
    body.edition === undefined ? undefined : edition === null ? null : [edition.name, edition.reason]
  ]
  if (JSON.stringify(recorded) !== JSON.stringify(stated)) add("manifest-differs", { file: paths.manifest })
  return body.code !== undefined
}

const checkWitnesses = (
  { entries, keys }: LedgerProof,
  witnesses: ReadonlyArray<Witness>,
  { add }: Problems
): { readonly fitting: number; readonly newer: number } => {
  let [fitting, newer] = [0, 0]
  for (const { entries: count, head, key } of witnesses) {
    if (count > entries.length) newer++
    else if (count > 0 && entries[count - 1]?.hash !== head) add("witness-differs", { entry: count })
    else if (!keys.some((one) => one.key === key)) add("witness-differs")
    else fitting++
  }
  return { fitting, newer }
}

/** Returns the formats of a bundle that this version can read. */
const formatsOf = (manifest: Manifest) => formats.filter((format) => manifest.formats.includes(format))

/** Compares the tables in all formats with the cells. */
const checkFormats = async (
  files: Files,
  manifest: Manifest,
  { cells, citation }: { readonly cells: ReadonlyArray<ReleaseCell>; readonly citation: string },
  { add }: Problems
) => {
  const { choices, release, invented } = manifest
  let compared = 0
  for (const [c, { by }] of choices.entries()) {
    const name = fileNameOf(choices, c)
    const described = tableFacts(name, by)
    const own = cells.filter(({ choice }) => choice === c)
    const expected = { release, invented, dimensions: by, figure: described.figure, cells: own }
    const counts = cellStates.map((state) => [state, own.filter(({ shown }) => shown.state === state).length] as const)
    const cellsByState = Object.fromEntries(counts.filter(([, count]) => count > 0))
    const columns = by.map((dimension) => ({ name: dimension }))
    const facts = metadataOf(
      factsOf({ release: { ...manifest, citation }, table: { ...described, columns, cellsByState } })
    )
    for (const format of formatsOf(manifest)) {
      const file = paths.data(name, format)
      const bytes = files.get(file)
      if (bytes === undefined) continue
      try {
        const found = await readTableFile(bytes, format)
        const { missing, strange } = compareTable(format, expected, found.rows)
        const others = compareFacts(facts, found.facts)
        if (others > 0) add("facts-differ", { file, count: others })
        if (missing + strange > 0) add("format-differs", { file, count: Math.max(missing, strange) })
        compared += expected.cells.length
      } catch {
        add("file-unreadable", { file })
      }
    }
  }
  return compared
}

const checkBounds = (manifest: Manifest, cells: ReadonlyArray<ReleaseCell>, { add }: Problems) => {
  const own = cells.filter(isDisclosedCell)
  if (own.every((cell: ReleaseCell) => cell.bounds === undefined)) return false
  const expected = publicBounds(manifest.choices, own, manifest.release, contextOf(manifest.reader))
  const wrong = own.filter((cell: ReleaseCell, i) => {
    const [has, should] = [cell.bounds, expected[i]]
    return has?.low !== should?.low || has?.high !== should?.high
  }).length
  if (wrong > 0) add("bounds-differ", { file: paths.cells, count: wrong })
  return true
}

const Attack = Schema.Struct({ cubes: Schema.Array(Schema.Unknown) })

const checkAttack = (
  solver: LoadedSolver,
  files: Files,
  manifest: Manifest,
  cells: ReadonlyArray<ReleaseCell>,
  { add }: Problems
) => {
  const { release: id, threshold, choices, reader } = manifest
  const attacked = { id, threshold, choices, cells: cells.filter(isDisclosedCell) }
  const found = attackPublished(solver, attacked, contextOf(reader))
  const stated = decoded(Attack, files, paths.attack)?.cubes
  if (JSON.stringify(stated) !== JSON.stringify(found)) add("attack-differs", { file: paths.attack })
  const sum = (of: (one: (typeof found)[number]) => number) => found.reduce((all, one) => all + of(one), 0)
  if (sum(({ narrow }) => narrow) > 0) add("attack-discloses", { count: sum(({ narrow }) => narrow) })
  return {
    suppressed: sum(({ suppressed }) => suppressed),
    undecided: sum(({ undecided }) => undecided),
    close: sum(({ close }) => close),
    contradictions: sum(({ contradictions }) => contradictions)
  }
}

const refused = (problems: Problems, manifest?: Manifest, key?: string): BundleVerdict => ({
  verified: false,
  release: manifest?.release,
  key,
  problems: problems.list,
  checked: [],
  unchecked: ["Everything else: it was not looked at because of these problems."]
})

/** Checks a bundle. It never fails: what is wrong is in the verdict. */
export const verifyBundle = Effect.fn("verifyBundle")(function* (bytes: Uint8Array, options: VerifyOptions) {
  const problems = makeProblems()
  const { add } = problems
  const files = unpack(bytes)
  if (typeof files === "string") {
    add(files)
    return refused(problems)
  }
  const manifest = decoded(Manifest, files, paths.manifest)
  const signature = decoded(ManifestSignature, files, paths.signature)
  if (manifest === undefined) add("manifest-missing", { file: paths.manifest })
  if (signature === undefined) add("signature-missing", { file: paths.signature })
  if (manifest === undefined || signature === undefined) return refused(problems, manifest)
  if (!signatureFits(signedText(hash("sha256", files.get(paths.manifest) as Uint8Array)), signature))
    add("signature-wrong")
  if (options.keys.length > 0 && !options.keys.includes(signature.key)) add("key-unexpected")
  checkSums(files, manifest.files, problems)
  const isSameWriter = manifest.archive === archiveWriter
  if (problems.list.length === 0 && isSameWriter && !Buffer.from(pack(files)).equals(bytes)) add("archive-bytes")
  // A changed file would only repeat the same problem in other words.
  if (problems.list.length > 0) return refused(problems, manifest, signature.key)
  const lines = linesOf(textOf(files, paths.cells))
  const pageLines = linesOf(textOf(files, paths.pages))
  const pages = decodedLines(Page, pageLines)
  const code = decodedLines(CodeEntry, linesOf(textOf(files, paths.listing)?.trimEnd()))
  const proof = decoded(LedgerProof, files, paths.ledger)
  const cells = yield* Effect.try(() => readCells(lines)).pipe(
    Effect.map((found) => (found.every(({ choice }) => manifest.choices[choice] !== undefined) ? found : undefined)),
    Effect.catch(() => Effect.succeed(undefined))
  )
  if (cells === undefined) add("file-unreadable", { file: paths.cells })
  if (pages === undefined) add("file-unreadable", { file: paths.pages })
  if (code === undefined) add("file-unreadable", { file: paths.listing })
  if (proof === undefined) add("file-unreadable", { file: paths.ledger })
  if (cells === undefined || pages === undefined || code === undefined || proof === undefined)
    return refused(problems, manifest, signature.key)
  const tables = manifest.choices.map((_, c) => fileNameOf(manifest.choices, c))
  checkFileSet(
    manifest.files,
    { tables, formats: manifest.formats, pages: pages.map(([name]) => name), code: code.map(([path]) => path) },
    problems
  )
  for (const [name, text] of pages)
    if (textOf(files, paths.page(name)) !== text) add("document-differs", { file: paths.pages })
  const codeLines = code.map(([path, sha256]) =>
    codeLine({ path, sha256, text: path.endsWith(".sql") ? textOf(files, paths.code(path)) : undefined })
  )
  for (const [path, sha256] of code)
    if (path.endsWith(".sql") && hash("sha256", files.get(paths.code(path)) ?? "") !== sha256)
      add("code-hash", { file: paths.listing })
  const ledger = checkProof(proof, manifest.release)
  const isCodeRecorded = checkLedger(
    ledger,
    manifest,
    { cells: contentHash(lines), pages: contentHash(pageLines), code: contentHash(codeLines) },
    problems
  )
  if (!proof.keys.some(({ key }) => key === signature.key)) add("key-unexpected")
  const witnessed = checkWitnesses(proof, options.witnesses, problems)
  const citation = pages.find(([name]) => name === "CITATION.txt")?.[1].trim() ?? ""
  const compared = yield* Effect.promise(() => checkFormats(files, manifest, { cells, citation }, problems))
  const isExact = isExactMethod(manifest.method)
  const solver = yield* Solver
  const attacked = yield* Effect.try(() =>
    isExact
      ? { hasBounds: checkBounds(manifest, cells, problems), ...checkAttack(solver, files, manifest, cells, problems) }
      : undefined
  ).pipe(
    Effect.catch(() =>
      Effect.sync(() => {
        add("file-unreadable", { file: paths.cells })
        return undefined
      })
    )
  )
  return {
    verified: problems.list.length === 0,
    release: manifest.release,
    key: signature.key,
    problems: problems.list,
    checked: [
      `The SHA-256 of ${counted(manifest.files.length, "file")}, and the signature of their list.`,
      `The ledger: ${counted(ledger.entries.length, "entry", "entries")} of this release in full, with a proposal and two approvals; ${counted(proof.entries.length, "entry is", "entries are")} signed or older than signatures.`,
      "That the cells and the documentation have the hashes that the ledger records.",
      ...(isCodeRecorded ? ["That the SQL and the list of the code have the hash that the ledger records."] : []),
      `${counted(compared, "cell", "cells")} in ${formatsOf(manifest).join(", ")}: all formats have the same ones.`,
      ...(attacked === undefined
        ? []
        : [
            ...(attacked.hasBounds ? ["The bounds of suppressed cells, computed again from the figures."] : []),
            `An attack on ${counted(attacked.suppressed, "suppressed cell", "suppressed cells")} with the published figures of this release.`
          ]),
      ...(witnessed.fitting > 0 ? [`${counted(witnessed.fitting, "statement", "statements")} about the ledger.`] : [])
    ],
    unchecked: [
      `That vintage ${manifest.vintage.number} is true, and that the figures are counts of its records: the vintage stays with the publisher.`,
      "What this release discloses together with other releases, with answers to researchers, or to a partner who knows its own records: the publisher audited this before publication.",
      `The ${counted(ledger.hidden, "other entry", "other entries")} of the ledger: only their hashes and signatures are here.`,
      "Whether the tokens that signed the proposal and the approvals belong to different people.",
      "Whether the release was retracted after the bundle was made.",
      "When it was published, its version as an edition and the hash of its vintage: the signed manifest states them.",
      isCodeRecorded
        ? "That the marts were made by this SQL, and that the code ran as it is."
        : "Which code made the release: it is older than such records. The code in the bundle is the one that made the bundle.",
      ...(ledger.acts.unsigned > 0
        ? [
            `${counted(ledger.acts.unsigned, "act", "acts")} of accounts that signed in without a token: only the installation vouches for them.`
          ]
        : []),
      ...(options.keys.length > 0
        ? []
        : [`Whose key signed the bundle: ${signature.key}. Give the publisher's with --key.`]),
      ...(witnessed.fitting > 0
        ? []
        : [
            "That the ledger was not rewritten by the holder of its key: give a statement kept elsewhere with --witness."
          ]),
      ...(witnessed.newer > 0
        ? [`${counted(witnessed.newer, "statement is", "statements are")} newer than the bundle.`]
        : []),
      ...(formatsOf(manifest).length < manifest.formats.length
        ? ["Tables in formats that this version cannot read."]
        : []),
      ...(isExact ? [] : ["An attack: the figures have noise or are rounded."]),
      ...((attacked?.undecided ?? 0) > 0
        ? [`${counted(attacked?.undecided ?? 0, "suppressed cell", "suppressed cells")}: the attack decided nothing.`]
        : []),
      ...((attacked?.close ?? 0) > 0
        ? [
            `Whether ${counted(attacked?.close ?? 0, "suppressed cell", "suppressed cells")} of many persons, which can be computed to within fewer than 5, only protect others.`
          ]
        : []),
      ...((attacked?.contradictions ?? 0) > 0
        ? [
            "Figures that contradict each other, because they are of several vintages: the attack says nothing about them."
          ]
        : []),
      ...(cells.some(({ shown }) => shown.state === "published" && shown.asOf !== manifest.release)
        ? ["Figures that were current in an earlier release (as_of): that release is not here."]
        : []),
      ...(isSameWriter ? [] : ["That the archive has no bytes outside its files: another library packed it."])
    ]
  } satisfies BundleVerdict as BundleVerdict
}, Effect.provide(Solver.layer))
