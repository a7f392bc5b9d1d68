import { join } from "node:path"
import { runInNewContext } from "node:vm"
import { buildSync } from "esbuild"
import { expect, it } from "vitest"
import { linkageKeys } from "../../../src/keys/linkageKeys.ts"

it("makes the same keys in a browser, from a script of less than 25 kB", () => {
  const { outputFiles } = buildSync({
    entryPoints: [join(import.meta.dirname, "../../../src/keys/linkageKeys.ts")],
    bundle: true,
    minify: true,
    platform: "browser",
    charset: "utf8",
    format: "iife",
    globalName: "keys",
    write: false
  })
  const script = outputFiles[0]?.text ?? ""
  const person = { givenNames: "Юлия", familyNames: "المصري", birthDate: "1994-05-17", documentNumber: "AB 123456" }
  // A context without anything of Node.
  const made = runInNewContext(`${script}; JSON.stringify(keys.linkageKeys(${JSON.stringify(person)}))`)
  expect(JSON.parse(made)).toEqual(linkageKeys(person))
  expect(Buffer.byteLength(script)).toBeLessThan(25_000)
})
