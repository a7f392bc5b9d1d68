/** A party's own files, damaged by hand or by a disk. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { Unavailable } from "../../../infra/process/Unavailable.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("party")

it("a damaged file is named, with what to do, and nothing of its content is shown", () => {
  const own = new PartyFolder(folder)
  for (const text of ['{"linker":{"token":"SECRET', "SECRET", ""]) {
    writeFileSync(join(folder, "connections.json"), text)
    const failure = (() => {
      try {
        return own.read("connections")
      } catch (error) {
        return error
      }
    })()
    assert.instanceOf(failure, Unavailable)
    assert.include(failure.message, "connections.json")
    assert.include(failure.message, "link connect")
    assert.notInclude(String(failure), "SECRET")
  }
})
