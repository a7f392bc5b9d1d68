import { statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { makeOwnerOnlyFolder, readTextFile, writeOwnerOnlyFile } from "../../../infra/process/OwnerOnlyFile.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("folders")

describe("makeOwnerOnlyFolder", () => {
  it("makes a folder that its owner alone may enter, and one that is there such", () => {
    const made = join(folder, "a", "b")
    makeOwnerOnlyFolder(made)
    makeOwnerOnlyFolder(made)
    assert.strictEqual(statSync(made).mode & 0o777, 0o700)
  })

  it("reports what exists in its place", () => {
    const file = join(folder, "kafka")
    writeFileSync(file, "")
    assert.throws(() => makeOwnerOnlyFolder(file), /kafka cannot be used: a file with this name exists\./)
    assert.throws(() => makeOwnerOnlyFolder(join(file, "storage")), /a parent of the path is a file/)
  })

  it("says why a file cannot be read", () => {
    assert.throws(() => readTextFile(folder), /folders\S* cannot be read: it is a folder\./)
  })

  it("finds no file below a file, and fails to write there", () => {
    const file = join(folder, "secrets")
    writeFileSync(file, "")
    assert.isUndefined(readTextFile(join(file, "kafka.json")))
    assert.throws(
      () => writeOwnerOnlyFile(join(file, "kafka.json"), "{}"),
      /secrets cannot be used: a file with this name exists/
    )
  })
})
