import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "vitest"

const root = join(import.meta.dirname, "../..")

/** In the tree, so that packages are found by name; ignored by git. */
const folder = join(root, "test", ".work", "examples")

/** The fenced blocks of TypeScript in a text. */
const blocksIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code)

/** The code of every `@example` in a source text. */
const examplesIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/\/\*\*(.*?)\*\//gs)].flatMap(([, comment = ""]) => {
    const [, ...examples] = comment.replace(/^[ \t]*\* ?/gm, "").split("@example")
    return examples.flatMap(blocksIn)
  })

const sources = ["packages", "site/client"].flatMap((start) =>
  readdirSync(join(root, start), { recursive: true, encoding: "utf8" })
    .filter((file) => !/(^|\/)(node_modules|dist|test)\//.test(file))
    .map((file) => join(start, file))
)

it("the examples in doc comments and in the packages' README pages compile", () => {
  const examples = sources.flatMap((path) => {
    if (!/\.(ts|md)$/.test(path)) return []
    const text = readFileSync(join(root, path), "utf8")
    return (path.endsWith(".md") ? blocksIn(text) : examplesIn(text)).map((code) => ({ path, code }))
  })
  assert.isAbove(examples.length, 10)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    const names = examples.map(({ path }, index) => `${index}-${path.replace(/\W+/g, "-")}.ts`)
    // An example without an import or export would share its names with the others.
    for (const [index, { code }] of examples.entries())
      writeFileSync(join(folder, names[index] ?? ""), `${code}\nexport {}\n`)
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(root, "tsconfig.base.json"),
        compilerOptions: {
          composite: false,
          emitDeclarationOnly: false,
          noUnusedLocals: false,
          noEmit: true,
          types: ["node"],
          typeRoots: [join(root, "node_modules/@types")]
        },
        include: [],
        files: names
      })
    )
    const { stdout, status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder, "--checkers", "1"], {
      encoding: "utf8"
    })
    assert.strictEqual(stdout, "")
    assert.strictEqual(status, 0)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
