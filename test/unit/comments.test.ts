import { assert, describe, it } from "@effect/vitest"
import { commentProblems, exampleProblems } from "../lint/comments.ts"

/** Names of exports that the lint lists for a file. */
const missing = (path: string, text: string) =>
  commentProblems(path, text).map((line) => /^\S+: (\w+) has no doc comment$/.exec(line)?.[1])

describe("doc comments", () => {
  it("are missing on every exported function, class and service without one", () => {
    const text = `
      export const arrow = (a: number) => a
      export const effect = Effect.fn("effect")(function* () {})
      export const untraced = Effect.fnUntraced(function* () {})
      export function plain() {}
      export class Service extends Context.Service<Service, {}>()("Service") {}
      const own = () => {}
      export const data = [1]
      export interface Shape {}
      /** Documented. */
      export const documented = () => {}
      // A line is for the code below it.
      export const commented = () => {}
      /** Of another. */
      const other = 1
      export const separated = () => other + own()`
    assert.deepStrictEqual(missing("a/file.ts", text), [
      ...["arrow", "effect", "untraced", "plain", "Service", "commented", "separated"]
    ])
  })

  it("at the top of a file are those of its only function, or of the one with the file's name", () => {
    const both = "/** Of the file. */\nimport x from 'y'\nexport const thing = () => x\nexport const other = () => x"
    assert.deepStrictEqual(missing("a/Thing.ts", both), ["other"])
    assert.deepStrictEqual(missing("a/stuff.ts", both), ["thing", "other"])
    assert.deepStrictEqual(
      missing("a/stuff.ts", "/** Of the file. */\nimport x from 'y'\nexport const thing = () => x"),
      []
    )
  })

  it("need an example if the index of a package exports their function", () => {
    const files: Readonly<Record<string, string>> = {
      "p/index.ts":
        'export { shown, missing, type Shape, Failed } from "./a.ts"\nexport { other as renamed } from "./b.ts"\n/** Of the index. */\nexport const own = () => 1',
      "p/a.ts":
        "/** A.\n * @example\n */\nexport const shown = () => 1\n/** B. */\nexport const missing = () => 1\n/** C. */\nexport class Failed {}\nexport interface Shape {}",
      "p/b.ts": "/** D. */\nexport const other = () => 1\n/** E. */\nexport const unused = () => 1"
    }
    assert.deepStrictEqual(
      exampleProblems("p/index.ts", (path) => files[path] as string).map((line) => line.replace(/ is exported.*/, "")),
      ["p/a.ts: missing", "p/b.ts: other", "p/index.ts: own"]
    )
  })
})
