/**
 * Checks a bundle with nothing but its bytes: sums, signatures, the ledger, that the cells and the documentation are those that the ledger
 * records, that all formats have the same cells, that bounds follow from the figures, and that an attack finds nothing. Lists every problem, and
 * what cannot be checked. Bytes may come from anywhere: nothing is written, and nothing in the archive is repeated.
 */
import { hash } from "node:crypto"
import { Solver } from "@corridor/disclosure/solver/Solver"
import { Effect } from "effect"
import { signatureFits } from "../../ports/chain/Signature.ts"
import { readCells } from "../../release/history/cellLines.ts"
import { isExactMethod } from "../../release/history/readDisclosures.ts"
import { checkProof, LedgerProof } from "../../release/ledger/LedgerProof.ts"
import type { Witness } from "../../release/ledger/Witness.ts"
import { codeLine } from "../../release/publisher/codeListing.ts"
import { fileNameOf } from "../../release/publisher/tableFiles.ts"
import { archiveWriter, type Files, pack, unpack } from "./archive.ts"
import { type BundleProblem, makeProblems, type Problems } from "./BundleProblem.ts"
import { checkAttack, checkBounds } from "./checkFigures.ts"
import { checkFileSet, checkRules, checkSums } from "./checkFiles.ts"
import { checkFormats } from "./checkFormats.ts"
import { checkLedger, checkWitnesses } from "./checkLedger.ts"
import { Manifest, ManifestSignature, paths, signedText } from "./Manifest.ts"
import { CodeEntry, decoded, decodedLines, linesOf, Page, textOf } from "./readFiles.ts"
import { verdictText } from "./verdictText.ts"

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

// A bundle is checked without what froze its data, so it does not use `contentHash` of `release/vintage/`.
const contentHash = (lines: ReadonlyArray<string>) => hash("sha256", lines.join("\n"))

const refused = (problems: Problems, manifest?: Manifest, key?: string): BundleVerdict => ({
  verified: false,
  release: manifest?.release,
  key,
  problems: problems.list,
  checked: [],
  unchecked: ["Everything else: it was not looked at because of these problems."]
})

/** Reads the contents that the checks need. Undefined if one cannot be read, which is a problem. */
const readContents = Effect.fn("verifyBundle.read")(function* (files: Files, manifest: Manifest, { add }: Problems) {
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
  if (cells === undefined || pages === undefined || code === undefined || proof === undefined) return undefined
  return { lines, pageLines, pages, code, proof, cells }
})

type Contents = NonNullable<Effect.Success<ReturnType<typeof readContents>>>

/** Checks the pages and the code against their lists. Returns the lines of the code, of which the ledger has the hash. */
const checkListed = (files: Files, { pages, code }: Contents, { add }: Problems): ReadonlyArray<string> => {
  for (const [name, text] of pages)
    if (textOf(files, paths.page(name)) !== text) add("document-differs", { file: paths.pages })
  const lines = code.map(([path, sha256]) =>
    codeLine({ path, sha256, text: path.endsWith(".sql") ? textOf(files, paths.code(path)) : undefined })
  )
  for (const [path, sha256] of code)
    if (path.endsWith(".sql") && hash("sha256", files.get(paths.code(path)) ?? "") !== sha256)
      add("code-hash", { file: paths.listing })
  return lines
}

/** Unpacks a bundle and checks its signature and sums. Returns a verdict if the rest cannot be trusted to be as it was signed. */
const openBundle = (bytes: Uint8Array, { keys }: VerifyOptions, problems: Problems) => {
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
    add("signature-wrong", { file: paths.signature })
  if (keys.length > 0 && !keys.includes(signature.key)) add("key-unexpected")
  checkSums(files, manifest.files, problems)
  const isSameWriter = manifest.archive === archiveWriter
  if (problems.list.length === 0 && isSameWriter && !Buffer.from(pack(files)).equals(bytes)) add("archive-bytes")
  // A changed file would only repeat the same problem in other words.
  return problems.list.length > 0
    ? refused(problems, manifest, signature.key)
    : { files, manifest, signature, isSameWriter }
}

/** Checks a bundle. It never fails: what is wrong is in the verdict. */
export const verifyBundle = Effect.fn("verifyBundle")(function* (bytes: Uint8Array, options: VerifyOptions) {
  const problems = makeProblems()
  const { add } = problems
  const opened = openBundle(bytes, options, problems)
  if ("verified" in opened) return opened
  const { files, manifest, signature, isSameWriter } = opened
  const contents = yield* readContents(files, manifest, problems)
  if (contents === undefined) return refused(problems, manifest, signature.key)
  const { lines, pageLines, pages, code, proof, cells } = contents
  const tables = manifest.choices.map((_, c) => fileNameOf(manifest.choices, c))
  checkFileSet(
    manifest.files,
    { tables, formats: manifest.formats, pages: pages.map(([name]) => name), code: code.map(([path]) => path) },
    problems
  )
  const isRulesKnown = checkRules(files, manifest, problems)
  const codeLines = checkListed(files, contents, problems)
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
    ...verdictText({
      manifest,
      proof,
      ledger,
      isCodeRecorded,
      isRulesKnown,
      compared,
      attacked,
      isExact,
      witnessed,
      isSameWriter,
      hasEarlierFigures: cells.some(({ shown }) => shown.state === "published" && shown.asOf !== manifest.release),
      unknownKey: options.keys.length > 0 ? undefined : signature.key
    })
  } satisfies BundleVerdict as BundleVerdict
}, Effect.provide(Solver.layer))
