/** The package as others install it: alone in an empty folder, with its README's first example. */
import { assert, describe, it } from "vitest"
import { packTarball } from "../../../packTarball.ts"
import { firstExamples, installTarball, runExample } from "../../../test/installTarball.ts"
import { testFolder } from "../../../test/testFolder.ts"

const work = testFolder("linkage-tarball")

describe("the tarball", () => {
  it("runs the README's example and the group's WebAssembly", () => {
    const folder = installTarball(packTarball("linkage", work), work)
    assert.strictEqual(runExample(folder, firstExamples("linkage")["ts"] as string), "3\n1\n")
    const group = `
      import { groupReady, isElement, multiplyGenerator, randomScalar } from "@corridor/linkage/oprf/Group"
      await groupReady
      console.log(isElement(multiplyGenerator(randomScalar())))
    `
    assert.strictEqual(runExample(folder, group), "true\n")
  })
})
