import { generateKeyPairSync } from "node:crypto"
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import { signatureFile, sumProblems, sumsFile, writeSums } from "../../../infra/supply/Sums.ts"

const keyPair = () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519")
  return {
    secret: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    open: publicKey.export({ type: "spki", format: "pem" }) as string
  }
}

const { secret, open } = keyPair()
let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "corridor-sums-"))
  writeFileSync(join(folder, "a.tgz"), "a")
  writeFileSync(join(folder, "b.json"), "b")
  writeSums(folder, secret)
})
afterEach(() => rmSync(folder, { recursive: true }))

const changes: ReadonlyArray<readonly [what: string, change: () => void]> = [
  ["a changed file", () => appendFileSync(join(folder, "a.tgz"), " ")],
  ["a missing file", () => rmSync(join(folder, "b.json"))],
  ["an added file", () => writeFileSync(join(folder, "c.tgz"), "c")],
  ["a changed list", () => appendFileSync(join(folder, sumsFile), " ")],
  ["a list made again without the key", () => writeSums(folder, keyPair().secret)],
  ["no list", () => rmSync(join(folder, sumsFile))],
  ["no signature", () => rmSync(join(folder, signatureFile))]
]

describe("the signed list of a release", () => {
  it("is accepted as it was signed", () => assert.deepStrictEqual(sumProblems(folder, open), []))

  it.each(changes)("%s is a problem", (_, change) => {
    change()
    assert.lengthOf(sumProblems(folder, open), 1)
  })
})
