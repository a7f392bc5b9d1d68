/** Reading and checking must run in a browser: without Node, without Effect, with replacements of the modules that read files. */
import { readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, describe, it } from "vitest"
import { checkFile } from "../../../ingest/submit/check/checkFile.ts"
import { openFile } from "../../../ingest/submit/check/OpenFile.ts"
import { webCryptoHasher } from "../../../ingest/submit/check/PartnerHasher.ts"
import { nodeHasher } from "../../../ingest/submit/node/NodeHasher.ts"
import { blobSource } from "../../../ingest/submit/read/FileSource.ts"
import { browserModules } from "../../../schemas/BrowserModules.ts"
import { readCodeList } from "../../../schemas/CodeLists.ts"
import { partnerKey, settingsOf } from "../../fixtures/checkedFile.ts"

const root = join(import.meta.dirname, "../../..")
const entries = [
  "ingest/submit/check/CheckTable.ts",
  "ingest/submit/check/checkFile.ts",
  "ingest/submit/check/OpenFile.ts",
  "ingest/submit/check/PartnerHasher.ts",
  "ingest/submit/columns/Mapping.ts",
  "ingest/submit/report/ReportRows.ts",
  "ingest/submit/words/CheckSummary.ts",
  "ingest/rules/Validate.ts"
]
const standIns = new Set(browserModules.map(({ module }) => fileURLToPath(module)))

/** Every module that is reached from the entries, and the packages that they import. */
const reached = () => {
  const files = new Set<string>()
  const packages = new Map<string, string>()
  const visit = (file: string) => {
    if (files.has(file)) return
    files.add(file)
    if (standIns.has(file)) return
    // Imports of types alone leave no trace in what runs.
    for (const [line, from] of readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^"]*?from "([^"]+)"/gm)) {
      if (/^(?:import|export) type /.test(line)) continue
      if ((from as string).startsWith(".")) visit(resolve(dirname(file), from as string))
      else packages.set(from as string, file)
    }
  }
  for (const entry of entries) visit(join(root, entry))
  return { files, packages }
}

describe("in a browser", () => {
  it("nothing of Node is reached, and no package but three", () => {
    const { files, packages } = reached()
    assert.isAbove(files.size, 30)
    assert.deepStrictEqual([...packages.keys()].sort(), ["crc-32", "damerau-levenshtein", "saxes"])
  })

  it("the replacements contain what the modules read", async () => {
    // A module of a `data:` URL finds no packages.
    const withPackages = (source: string) =>
      source.replace('from "fflate"', `from ${JSON.stringify(import.meta.resolve("fflate"))}`)
    const modules = await Promise.all(
      browserModules.map(
        ({ source }) =>
          import(`data:text/javascript,${encodeURIComponent(withPackages(source()))}`) as Promise<
            Record<string, unknown>
          >
      )
    )
    const lists = modules.find((module) => "readCodeList" in module) as { readCodeList: typeof readCodeList }
    for (const name of ["countries", "gender", "problems", "problem-words"]) {
      const plain = readCodeList(name).map(({ source: _, ...row }) => row)
      assert.deepStrictEqual(lists.readCodeList(name), plain)
    }
    // `PlainWords.ts` asks which names are of parts of a country.
    const parts = (rows: ReturnType<typeof readCodeList>) =>
      rows.flatMap(({ name, source }) => (source?.includes("parts of") ? [name] : []))
    assert.isAbove(parts(readCodeList("country-names")).length, 10)
    assert.deepStrictEqual(parts(lists.readCodeList("country-names")), parts(readCodeList("country-names")))
    assert.isTrue(modules.some((module) => module["avroTexts"] instanceof Map && module["avroTexts"].size >= 6))
  })

  it("WebCrypto and Node make the same records and the same content hash", async () => {
    const text = `record,caseReference\n${Array.from({ length: 1500 }, (_, i) => `withdrawal,C-${i}`).join("\n")}\n`
    const key = await globalThis.crypto.subtle.importKey("raw", partnerKey, { name: "HMAC", hash: "SHA-256" }, false, [
      "sign"
    ])
    const opened = await openFile(blobSource("w.csv", new Blob([text])), settingsOf())
    const records = async (hasher: Parameters<typeof checkFile>[1]) => {
      const ready: Array<unknown> = []
      const { contentHash } = await checkFile(opened, hasher, () => (rows) => {
        ready.push(...rows.flatMap((row) => row.ready ?? []))
      })
      return { contentHash, ready }
    }
    const [browser, node] = [await records(webCryptoHasher(key)), await records(nodeHasher(partnerKey))]
    assert.strictEqual(node.ready.length, 1500)
    assert.deepStrictEqual(browser, node)
  })
})
