/** What is released: the same bytes every time, and a complete bill of materials. */
import { hash } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { kafkaFolder } from "../../infra/kafka/KafkaArtifacts.ts"
import { libraries, packInto } from "../../infra/supply/artefacts.ts"
import { makeBom } from "../../infra/supply/Bom.ts"
import { full } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const root = join(import.meta.dirname, "../..")
const work = testFolder("artefacts")

// Packing compiles a library: the ordinary run takes one.
describe("a library's tarball", () => {
  it.each(full ? libraries : ["flow-statistics"])("%s has the same bytes when it is packed again", (library) => {
    const [first, second] = ["first", "second"].map((name) => {
      const folder = join(work, `${library}-${name}`)
      mkdirSync(folder)
      return readFileSync(join(folder, packInto(folder, library)))
    })
    assert.isTrue(first?.equals(second as Buffer))
  })
})

describe("the bill of materials", () => {
  it("names every package of the lock file with its hash, and every jar", () => {
    const cache = join(work, "cache")
    mkdirSync(join(cache, kafkaFolder), { recursive: true })
    writeFileSync(join(cache, kafkaFolder, "some-part-1.2.Final.jar"), "jar")
    const bom = makeBom(root, cache)
    const named = new Map(bom.components.map((component) => [`${component.name}@${component.version}`, component]))
    assert.deepStrictEqual(named.get("some-part@1.2.Final")?.hashes, [
      { alg: "SHA-256", content: hash("sha256", "jar") }
    ])
    const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
      readonly packages: Record<string, { version?: string; integrity?: string; name?: string }>
    }
    for (const [path, { version, integrity, name }] of Object.entries(packages)) {
      if (integrity === undefined) continue
      const component = named.get(`${name ?? path.replace(/.*node_modules\//, "")}@${version}`)
      const [algorithm, base64] = integrity.split("-") as [string, string]
      assert.strictEqual(algorithm, "sha512")
      assert.deepStrictEqual(
        component?.hashes?.map(({ content }) => content),
        [Buffer.from(base64, "base64").toString("hex")],
        path
      )
    }
  })

  it("is the same every time", () => {
    const cache = join(work, "empty")
    assert.strictEqual(JSON.stringify(makeBom(root, cache)), JSON.stringify(makeBom(root, cache)))
  })
})
