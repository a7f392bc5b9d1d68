/** The bundle of a release: what it holds, that it verifies with nothing but its bytes, and that every change to it is found. */
import { hash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { strToU8, zipSync } from "fflate"
import { parquetWriteBuffer } from "hyparquet-writer"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { fileEntrySigner } from "../../infra/stack/LedgerKeys.ts"
import { EntrySigner } from "../../ports/chain/EntrySigner.ts"
import { newPrivateKey, type Signing, signingOf } from "../../ports/chain/Signature.ts"
import { readCells, toLines } from "../../release/history/cellLines.ts"
import type { ReleaseCell } from "../../release/history/ReleaseCell.ts"
import type { LedgerProof } from "../../release/ledger/LedgerProof.ts"
import { makeWitness } from "../../release/ledger/Witness.ts"
import { Published } from "../../release/published/Published.ts"
import * as Releases from "../../release/publisher/Releases.ts"
import { type ReleaseEvidence, releaseEvidence } from "../../release/publisher/releaseEvidence.ts"
import { archiveWriter, pack, unpack } from "../../site/bundle/archive.ts"
import type { BundleProblemCode } from "../../site/bundle/BundleProblem.ts"
import { type Manifest, paths, signedText } from "../../site/bundle/Manifest.ts"
import { readTableFile } from "../../site/bundle/readTableFile.ts"
import { type VerifyOptions, verifyBundle } from "../../site/bundle/verifyBundle.ts"
import { writeBundle } from "../../site/bundle/writeBundle.ts"
import type { Stores } from "../fixtures/embeddedStores.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { sample } from "../fixtures/fullRun.ts"
import { reviewer } from "../fixtures/signatories.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { choiceOf } from "../releases/releaseSeries.ts"

const keyFolder = testFolder("bundle-keys")
const signer = fileEntrySigner(keyFolder)
let rig: ExplorerRig
let evidence: ReleaseEvidence
let bundle: Uint8Array
let files: Map<string, Uint8Array>

const inside = <A, E>(look: Effect.Effect<A, E, Stores | Published>) =>
  rig.inside(look.pipe(Effect.provide(Published.layer), Effect.provideService(EntrySigner, signer)))

const verify = (bytes: Uint8Array, options: Partial<VerifyOptions> = {}) =>
  Effect.runPromise(verifyBundle(bytes, { keys: [], witnesses: [], ...options }))

const codesOf = async (bytes: Uint8Array, options?: Partial<VerifyOptions>) => {
  const { verified, problems } = await verify(bytes, options)
  assert.strictEqual(verified, problems.length === 0)
  return [...new Set(problems.map(({ code }) => code))]
}

const text = (path: string) => new TextDecoder().decode(files.get(path))

/** Returns a file with a text replaced by one of the same length, for formats that are not text. */
const bytesWith = (path: string, from: string, to: string) =>
  Buffer.from(
    Buffer.from(files.get(path) as Uint8Array)
      .toString("latin1")
      .replaceAll(from, to),
    "latin1"
  )

/** Packs files quickly, for changes that are found before the bytes of the archive are compared, or in an archive of another library. */
const packed = (some: ReadonlyMap<string, Uint8Array>) => zipSync(Object.fromEntries(some), { level: 0 })

/**
 * Returns an archive with other files, whose manifest is made and signed again: a change by a holder of the key. It names another
 * library, so that its bytes need not be those of ours.
 */
const signedAgain = (
  changes: Readonly<Record<string, string | Uint8Array | undefined>>,
  signing: Signing = evidence.signing
) => {
  const changed = new Map(files)
  for (const [path, content] of Object.entries(changes))
    if (content === undefined) changed.delete(path)
    else changed.set(path, typeof content === "string" ? strToU8(content) : content)
  const manifest = JSON.parse(new TextDecoder().decode(changed.get(paths.manifest))) as Manifest
  const own = [...changed.keys()].filter((path) => path !== paths.manifest && path !== paths.signature)
  const listed = own.toSorted().map((path) => {
    const bytes = changed.get(path) as Uint8Array
    return { path, bytes: bytes.length, sha256: hash("sha256", bytes) }
  })
  const words = JSON.stringify({ ...manifest, archive: "another library", files: listed })
  changed.set(paths.manifest, strToU8(words))
  changed.set(paths.signature, strToU8(JSON.stringify(signing.sign(signedText(hash("sha256", words))))))
  return packed(changed)
}

/** Two files of each kind, of which an ordinary run draws some: those of one kind are read alike. */
const someFiles = () =>
  sample(
    "files of the bundle",
    [
      ...Map.groupBy(files, ([path]) => path.replace(/[\w-]+(?=\.(?:csv|json|arrow|parquet|sql)$)/, "*")).values()
    ].flatMap((own) => own.slice(0, 2)),
    12
  )

/** Returns a manifest with another value, for `signedAgain`. */
const manifestWith = (change: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ ...(JSON.parse(text(paths.manifest)) as object), ...change })

/** The site's, without a setting. */
const licence = "https://creativecommons.org/licenses/by/4.0/"

beforeAll(async () => {
  rig = await startExplorer()
  // The release is from before the installation had a key: its entries have no signatures, and the bundle's signature is the first.
  evidence = await inside(releaseEvidence(1))
  bundle = await inside(writeBundle(evidence, licence))
  files = new Map(unpack(bundle) as ReadonlyMap<string, Uint8Array>)
})
afterAll(() => rig?.close())

describe("the bundle of a release", () => {
  it("has every table in every format of the API, rules, code, attack, ledger, dictionary and sums", () => {
    const names = [...files.keys()]
    const { tables } = JSON.parse(text(paths.manifest)) as Manifest
    assert.isAbove(tables.length, 10)
    for (const { name } of tables)
      for (const format of ["csv", "json", "arrow", "parquet"]) assert.include(names, `data/${name}.${format}`)
    for (const file of [
      "docs/METHOD.md",
      "docs/dictionary.csv",
      "docs/COVERAGE.md",
      "docs/CITATION.txt",
      "rules/profile.json",
      "code/listing.jsonl",
      "code/transform/models/marts/routes/flows.sql",
      "attack.json",
      "ledger.json",
      "README.md"
    ])
      assert.include(names, file)
    assert.strictEqual(JSON.parse(text("rules/profile.json")).threshold, 11)
    assert.strictEqual(
      text("code/transform/models/marts/routes/flows.sql"),
      readFileSync(join(import.meta.dirname, "../../transform/models/marts/routes/flows.sql"), "utf8")
    )
    const lock = readFileSync(join(import.meta.dirname, "../../package.json"), "utf8")
    assert.strictEqual(archiveWriter, `fflate ${JSON.parse(lock).dependencies.fflate}`)
  })

  it("is the same bytes for the same release", async () => {
    assert.isTrue(
      Buffer.from(await inside(Effect.flatMap(releaseEvidence(1), (own) => writeBundle(own, licence)))).equals(bundle)
    )
  })

  it("has the bytes that the API serves", async () => {
    for (const format of ["csv", "json", "arrow", "parquet"]) {
      const served = await fetch(`${rig.address}v1/releases/1/tables/flows?format=${format}&size=10000`)
      const bytes = Buffer.from(await served.arrayBuffer())
      assert.isTrue(bytes.equals(Buffer.from(files.get(`data/flows.${format}`) as Uint8Array)), format)
    }
  })

  it("verifies, and says what it did not check", async () => {
    const verdict = await verify(bundle, { keys: [evidence.signing.key] })
    assert.deepStrictEqual(verdict.problems, [])
    assert.isTrue(verdict.verified)
    assert.match(
      verdict.checked.join("\n"),
      /cells in json, csv, xlsx, arrow, parquet.*\n.*bounds.*\n.*attack on \d{2,} cells that are suppressed/i
    )
    assert.match(verdict.unchecked.join("\n"), /That vintage 1 is true/)
    assert.match(verdict.unchecked.join("\n"), /--witness/)
    assert.notMatch(verdict.unchecked.join("\n"), /--key/)
    assert.match((await verify(bundle)).unchecked.join("\n"), /--key/)
  })

  it("shows of the ledger the proposal and the approvals of the release, and of all else hashes and signatures", () => {
    const { entries } = JSON.parse(text(paths.ledger)) as { entries: ReadonlyArray<{ kind?: string }> }
    assert.deepStrictEqual(
      entries.map(({ kind }) => kind ?? "-"),
      ["-", "proposal", "move", "move"]
    )
    assert.notInclude([...files.values()].map((bytes) => Buffer.from(bytes).toString("latin1")).join("\n"), '"salt"')
  })

  it("is of what was published only, and needs a key", async () => {
    assert.match(String(await inside(Effect.flip(releaseEvidence(99)))), /no published release/)
    const withoutKey = rig.inside(Effect.flip(releaseEvidence(1)))
    assert.match(String(await withoutKey), /no signing key/)
  })

  describe("a change", () => {
    it("of one byte of any file is found, and the file is named", async () => {
      for (const [path, bytes] of someFiles()) {
        const changed = Uint8Array.from(bytes)
        changed[bytes.length >> 1] = (changed[bytes.length >> 1] as number) ^ 1
        const { verified, problems } = await verify(packed(new Map(files).set(path, changed)))
        assert.isFalse(verified, path)
        assert.isTrue(
          problems.some(({ code, file }) => file === path || code === "signature-wrong"),
          `${path}: ${JSON.stringify(problems)}`
        )
      }
    })

    it("of any byte of the archive is found", async () => {
      const places = [...Array(40).keys()].flatMap((i) => [
        i,
        bundle.length - 1 - i,
        Math.floor((bundle.length * i) / 40)
      ])
      for (const at of new Set(sample("bytes of the archive", places, 12))) {
        const changed = Uint8Array.from(bundle)
        changed[at] = (changed[at] as number) ^ 0x40
        assert.isFalse((await verify(changed)).verified, String(at))
      }
    })

    it("that cuts the archive, adds to it or replaces it is found", async () => {
      for (const part of [0, 1, 21, 22, 1_000, bundle.length >> 1, bundle.length - 1])
        assert.deepStrictEqual(await codesOf(bundle.subarray(0, part)), ["archive-damaged"], String(part))
      assert.isFalse((await verify(Buffer.concat([bundle, Buffer.from("more")]))).verified)
      assert.isFalse((await verify(Buffer.concat([Buffer.from("before"), bundle]))).verified)
      for (const other of ["", "PK", "not an archive", "{}"]) assert.isFalse((await verify(strToU8(other))).verified)
      assert.deepStrictEqual(await codesOf(zipSync({})), ["manifest-missing", "signature-missing"])
      assert.deepStrictEqual(
        await codesOf(zipSync({ "manifest.json": strToU8("[]"), "manifest.sig.json": strToU8("7") })),
        ["manifest-missing", "signature-missing"]
      )
    })

    it("that takes a file away or adds one is found, and a name that leads out is not repeated", async () => {
      for (const [path] of someFiles()) {
        const fewer = new Map(files)
        fewer.delete(path)
        const problems = (await verify(packed(fewer))).problems
        assert.isTrue(
          problems.some(({ file }) => file === path),
          path
        )
      }
      const more = (name: string) => verify(packed(new Map(files).set(name, strToU8("x"))))
      assert.deepInclude((await more("data/more.csv")).problems[0], { code: "file-unknown", file: "data/more.csv" })
      for (const name of ["../evil", "/etc/evil", "a/../../evil", "C:\\evil", "evil\u001b[31m", "a/./evil"]) {
        const verdict = await more(name)
        assert.deepStrictEqual(
          verdict.problems.map(({ code }) => code),
          ["file-unknown"],
          name
        )
        assert.notInclude(JSON.stringify(verdict), "evil")
      }
      // Signed by the holder of the key, who is not trusted with names either.
      assert.deepStrictEqual(await codesOf(signedAgain({ "../evil": "x" })), ["manifest-missing"])
      assert.deepStrictEqual(await codesOf(signedAgain({ "data/more.csv": "x" })), ["file-unknown"])
      assert.deepStrictEqual(await codesOf(signedAgain({ "docs/METHOD.md": undefined })), [
        "file-expected",
        "document-differs"
      ])
    })

    it("that gives two files one name is found", async () => {
      const twice = Buffer.from(packed(new Map(files).set("attacK.json", strToU8("x"))))
      for (let at = twice.indexOf("attacK.json"); at >= 0; at = twice.indexOf("attacK.json", at))
        twice.write("attack.json", at)
      assert.deepStrictEqual(await codesOf(twice), ["archive-names"])
      const proto = Buffer.from(packed(new Map(files).set("__prota__", strToU8("x"))))
      for (let at = proto.indexOf("__prota__"); at >= 0; at = proto.indexOf("__prota__", at))
        proto.write("__proto__", at)
      assert.deepStrictEqual(await codesOf(proto), ["archive-names"])
    })

    it("that makes it unpack to too much is refused before anything is unpacked", async () => {
      const bomb = zipSync({ "manifest.json": new Uint8Array(64 * 2 ** 20) }, { level: 1 })
      const sized = Buffer.from(bomb)
      const directory = sized.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
      sized.writeUInt32LE(0xf0000000, directory + 24)
      const before = process.memoryUsage().arrayBuffers
      assert.deepStrictEqual(await codesOf(sized), ["archive-too-large"])
      const many = Object.fromEntries(Array.from({ length: 5_002 }, (_, i) => [`f${i}`, new Uint8Array(0)]))
      assert.deepStrictEqual(await codesOf(zipSync(many)), ["archive-too-large"])
      assert.isBelow(process.memoryUsage().arrayBuffers - before, 300e6)
      // A size that is smaller than the content: the rest is never unpacked.
      sized.writeUInt32LE(2, directory + 24)
      assert.isFalse((await verify(sized)).verified)
    })
  })

  describe("a forgery by a holder of the key", () => {
    const cells = () => readCells(text(paths.cells).split("\n"))
    const withCell = (change: (cell: ReleaseCell) => ReleaseCell | undefined, pick: (cell: ReleaseCell) => boolean) => {
      const all = [...cells()]
      const at = all.findIndex(pick)
      const changed = change(all[at] as ReleaseCell)
      return toLines(all.toSpliced(at, 1, ...(changed === undefined ? [] : [changed]))).join("\n")
    }
    const isFlow = ({ choice, shown }: ReleaseCell) => choice === 0 && shown.state === "published"

    const lies: ReadonlyArray<
      readonly [what: string, () => Record<string, string | Uint8Array | undefined>, ReadonlyArray<BundleProblemCode>]
    > = [
      ["nothing", () => ({}), []],
      [
        "a figure in the cells",
        () => ({
          [paths.cells]: withCell(
            (cell) =>
              cell.shown.state === "published"
                ? { ...cell, shown: { ...cell.shown, victims: cell.shown.victims + 11 } }
                : cell,
            isFlow
          )
        }),
        ["cells-hash", "format-differs"]
      ],
      [
        "a cell left out",
        () => ({ [paths.cells]: withCell(() => undefined, isFlow) }),
        ["cells-hash", "format-differs"]
      ],
      [
        "a bound",
        () => ({
          [paths.cells]: withCell(
            (cell) => ({ ...cell, bounds: { low: 3, high: 4 } }),
            ({ shown }) => shown.state === "suppressed"
          )
        }),
        ["cells-hash", "bounds-differ"]
      ],
      ["invalid cells", () => ({ [paths.cells]: "{" }), ["file-unreadable"]],
      ["a cell of no table", () => ({ [paths.cells]: '[99,["UKR"],"published",12,1]' }), ["file-unreadable"]],
      [
        "a figure in one format",
        () => ({ "data/flows.csv": text("data/flows.csv").replace(/published,(\d+),/, "published,1$1,") }),
        ["format-differs"]
      ],
      [
        "a row in one format",
        () => ({ "data/flows.csv": `${text("data/flows.csv")}QQ1,QQ2,2004,published,99,,,1,1,true\n` }),
        ["format-differs"]
      ],
      [
        "a column in one format",
        () => ({
          "data/flows.csv": text("data/flows.csv")
            .trimEnd()
            .split("\n")
            .map((line, i) => `${line},${i === 0 ? "reason" : "7"}\n`)
            .join("")
        }),
        ["format-differs"]
      ],
      [
        "a state in JSON",
        () => ({
          "data/flows.json": text("data/flows.json").replace('"state":"suppressed"', '"state":"not_reported"')
        }),
        ["format-differs"]
      ],
      [
        "a fact in JSON",
        () => ({ "data/flows.json": text("data/flows.json").replace("frozen 2", "frozen 1") }),
        ["facts-differ"]
      ],
      [
        "a fact in Arrow",
        () => ({ "data/flows.arrow": bytesWith("data/flows.arrow", "frozen 2", "frozen 1") }),
        ["facts-differ"]
      ],
      [
        "a fact in Parquet",
        () => ({ "data/flows.parquet": bytesWith("data/flows.parquet", "frozen 2", "frozen 1") }),
        ["facts-differ"]
      ],
      [
        "the state of the release",
        () => ({ [paths.manifest]: manifestWith({ state: "retracted" }) }),
        ["facts-differ"]
      ],
      [
        "a table that cannot be read",
        () => ({ "data/flows.arrow": "ARROW1 no", "data/flows.parquet": "PAR1 no" }),
        ["file-unreadable"]
      ],
      [
        "the attack report",
        () => ({ [paths.attack]: text(paths.attack).replace('"suppressed": ', '"suppressed": 1') }),
        ["attack-differs"]
      ],
      ["a word of the method", () => ({ "docs/METHOD.md": `${text("docs/METHOD.md")} ` }), ["document-differs"]],
      [
        "a page of the ledger",
        () => ({ [paths.pages]: text(paths.pages).replace("exact", "inexact") }),
        ["pages-hash", "document-differs"]
      ],
      ["the SQL", () => ({ "code/transform/models/marts/routes/flows.sql": "SELECT 1" }), ["code-hash"]],
      [
        "the list of the code",
        () => ({ [paths.listing]: text(paths.listing).replace(/"[0-9a-f]{64}"/, `"${"0".repeat(64)}"`) }),
        ["code-hash"]
      ],
      ["an invalid ledger", () => ({ [paths.ledger]: "[]" }), ["file-unreadable"]],
      [
        "the author",
        () => ({ [paths.ledger]: text(paths.ledger).replace("invented-analyst", "invented-colleague") }),
        ["ledger-hash"]
      ],
      [
        "an entry's hash",
        () => ({ [paths.ledger]: text(paths.ledger).replace(/"hash": "[0-9a-f]{8}/, '"hash": "00000000') }),
        ["ledger-hash"]
      ],
      [
        "a rule",
        () => ({ "rules/profile.json": text("rules/profile.json").replace('"contributors": 3', '"contributors": 1') }),
        ["rules-differ"]
      ],
      [
        "a rule left out",
        () => ({ "rules/profile.json": text("rules/profile.json").replace(/ {2}"pPercent": \d+,\n/, "") }),
        ["rules-differ"]
      ],
      ["no rules", () => ({ "rules/profile.json": "{}" }), ["rules-differ"]],
      ["the threshold", () => ({ [paths.manifest]: manifestWith({ threshold: 3 }) }), ["manifest-differs"]],
      [
        "the number",
        () => ({ [paths.manifest]: manifestWith({ release: 7 }) }),
        ["manifest-differs", "ledger-release", "format-differs"]
      ],
      [
        "who saw what before",
        () => ({ [paths.manifest]: manifestWith({ reader: { disclosedBefore: ["routes"], sameVintage: [] } }) }),
        ["bounds-differ"]
      ]
    ]
    it.each(lies)("is found: %s", async (_, change, expected) => {
      const found = await codesOf(signedAgain(change()))
      if (expected.length === 0) assert.deepStrictEqual(found, [])
      else for (const code of expected) assert.include(found, code)
    })

    it("is found if it drops an approval", async () => {
      const ledger = JSON.parse(text(paths.ledger)) as { entries: Array<Record<string, unknown>>; keys: unknown }
      const cut = JSON.stringify({ ...ledger, entries: ledger.entries.slice(0, -1) })
      assert.deepStrictEqual(await codesOf(signedAgain({ [paths.ledger]: cut })), [
        "ledger-signature",
        "ledger-approval"
      ])
      const [first, ...rest] = ledger.entries
      const hidden = {
        ...ledger,
        entries: [first, ...rest.map(({ seq, hash: own, key, signature }) => ({ seq, hash: own, key, signature }))]
      }
      assert.include(await codesOf(signedAgain({ [paths.ledger]: JSON.stringify(hidden) })), "ledger-release")
      const moved = JSON.stringify({ ...ledger, entries: [...rest.slice(0, 1), first, ...rest.slice(1)] })
      assert.include(await codesOf(signedAgain({ [paths.ledger]: moved })), "ledger-order")
    })

    it("is found if a signed file has a field that nobody reads", async () => {
      const strange = (path: string) => JSON.stringify({ ...(JSON.parse(text(path)) as object), except: "nothing" })
      assert.deepStrictEqual(await codesOf(signedAgain({ [paths.manifest]: strange(paths.manifest) })), [
        "manifest-missing"
      ])
      assert.deepStrictEqual(await codesOf(signedAgain({ [paths.ledger]: strange(paths.ledger) })), ["file-unreadable"])
      assert.deepStrictEqual(await codesOf(signedAgain({ [paths.attack]: strange(paths.attack) })), ["attack-differs"])
      const ledger = JSON.parse(text(paths.ledger)) as LedgerProof
      const entries = ledger.entries.map((entry) =>
        "body" in entry && entry.kind === "proposal"
          ? { ...entry, body: entry.body.replace(/\}$/, ',"except":"nothing"}') }
          : entry
      )
      const changed = signedAgain({ [paths.ledger]: JSON.stringify({ ...ledger, entries }) })
      assert.include(await codesOf(changed), "ledger-unreadable")
    })

    it("is found in Parquet, which another program wrote", async () => {
      const { rows, facts } = await readTableFile(files.get("data/flows.parquet") as Uint8Array, "parquet")
      const column = (name: string) => rows.map((row) => row[name])
      const written = (figures: ReadonlyArray<unknown>) =>
        new Uint8Array(
          parquetWriteBuffer({
            columnData: Object.keys(rows[0] as object).map((name) => ({
              name,
              data: [...(name === "victims" ? figures : column(name))] as Array<unknown>
            })),
            kvMetadata: [...(facts ?? [])].map(([key, value]) => ({ key, value }))
          })
        )
      assert.deepStrictEqual(await codesOf(signedAgain({ "data/flows.parquet": written(column("victims")) })), [])
      const more = column("victims").map((figure) => (typeof figure === "number" ? figure + 1 : figure))
      const { problems } = await verify(signedAgain({ "data/flows.parquet": written(more) }))
      assert.deepInclude(problems[0], { code: "format-differs", file: "data/flows.parquet" })
    })

    it("is found if the figures disclose a suppressed count", async () => {
      const choice = choiceOf({ table: "flows", by: ["origin"], margins: true })
      const published = (victims: number) => ({ state: "published" as const, victims, asOf: 1 })
      const cell = (label: string, shown: ReleaseCell["shown"]) => ({ choice: 0, labels: [label], shown })
      const withTotal = (victims: number) => ({
        [paths.manifest]: manifestWith({ choices: [choice] }),
        [paths.cells]: toLines([
          cell("UKR", published(20)),
          cell("TJK", { state: "suppressed" }),
          cell("Total", published(victims))
        ]).join("\n")
      })
      assert.include(await codesOf(signedAgain(withTotal(25))), "attack-discloses")
      const large = await codesOf(signedAgain(withTotal(70)))
      assert.include(large, "cells-hash")
      assert.notInclude(large, "attack-discloses")
    })
  })

  it("needs the key that the reader knows, and one that the ledger has", async () => {
    const other = signingOf(newPrivateKey())
    assert.deepStrictEqual(await codesOf(bundle, { keys: [other.key] }), ["key-unexpected"])
    assert.deepStrictEqual(await codesOf(signedAgain({}, other)), ["key-unexpected"])
    assert.deepStrictEqual(
      await codesOf(pack(new Map(files).set(paths.signature, strToU8(JSON.stringify(other.sign("else")))))),
      ["signature-wrong"]
    )
  })

  it("fits statements about the ledger that were kept elsewhere", async () => {
    const witness = await inside(makeWitness())
    const { unchecked, problems } = await verify(bundle, { witnesses: [witness] })
    assert.deepStrictEqual(problems, [])
    assert.notMatch(unchecked.join("\n"), /--witness/)
    assert.deepStrictEqual(await codesOf(bundle, { witnesses: [{ ...witness, head: "0".repeat(64) }] }), [
      "witness-differs"
    ])
    const newer = await verify(bundle, { witnesses: [{ ...witness, entries: 99 }] })
    assert.match(newer.unchecked.join("\n"), /newer than the bundle/)
  })

  it("says that a release was retracted, and shows no reason", async () => {
    const reason = "partner seven reported twice"
    await inside(Releases.moveRelease({ release: 1, move: "retract", by: reviewer("Cy"), reason }))
    const retracted = await inside(Effect.flatMap(releaseEvidence(1), writeBundle))
    assert.deepStrictEqual(await codesOf(retracted), [])
    const own = unpack(retracted) as ReadonlyMap<string, Uint8Array>
    assert.include(new TextDecoder().decode(own.get(paths.manifest)), '"state": "retracted"')
    for (const bytes of own.values()) assert.notInclude(Buffer.from(bytes).toString("latin1"), reason)
  })
})
