/**
 * Follows each page of `docs/how-to` in a copy of the tree: writes its files, applies its edits, runs its commands, and checks what comes out.
 *
 * A fenced block with `title="path"` is a new file. A `diff` block has the path after `---`; its lines without `+` must occur exactly once in
 * that file. `npm run generate` and `corridor` commands are run as shown. The types of all pages are checked at the end, in one run; `npm run check`
 * and the suites that a page names are what a contributor runs, and this test is part of them.
 */
import { execFile, execFileSync } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { assert, beforeAll, describe, it } from "vitest"
import { testFolder } from "../fixtures/testFolder.ts"

const root = join(import.meta.dirname, "../..")
const pages = join(root, "docs/how-to")
const work = testFolder("how-to")
const tree = join(work, "tree")

beforeAll(() => {
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26
  })
  for (const file of files.split("\0").filter((name) => name !== "" && !/^(test|docs)\//.test(name)))
    cpSync(join(root, file), join(tree, file))
  mkdirSync(join(tree, "docs/reference"), { recursive: true })
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"))
})

const run = async (command: string, args: ReadonlyArray<string>) => {
  const { stdout } = await promisify(execFile)(command, args, { cwd: tree, maxBuffer: 1 << 26 }).catch((error) => {
    throw new Error(`${command} ${args.join(" ")}: ${error.stdout}${error.stderr}`)
  })
  return stdout
}

const node = (...args: ReadonlyArray<string>) => run(process.execPath, args)

/** Evaluates an expression with modules of the tree. */
const evaluate = async (imports: string, expression: string): Promise<unknown> =>
  JSON.parse(await node("--input-type=module", "--eval", `${imports}; console.log(JSON.stringify(${expression}))`))

const textOf = (path: string) => readFileSync(join(tree, path), "utf8")

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(tree, path)), { recursive: true })
  writeFileSync(join(tree, path), text)
}

const applyDiff = (block: string) => {
  const [head, ...lines] = block.trimEnd().split("\n")
  const path = (head as string).replace(/^--- /, "")
  const part = (leftOut: string) =>
    lines.flatMap((line) => (line.startsWith(leftOut) ? [] : [`${line.slice(1)}\n`])).join("")
  const before = part("+")
  const text = textOf(path)
  assert.strictEqual(text.split(before).length, 2, `the lines of ${path} occur once:\n${before}`)
  write(
    path,
    text.replace(before, () => part("-"))
  )
  return path
}

const runCommand = async (line: string) => {
  if (line === "npm run generate") await node("schemas/generate.ts")
  else if (line.startsWith("cp ")) await run("cp", line.split(" ").slice(1))
  else if (line.startsWith("npm run -s corridor -- "))
    await node("infra/cli/main.ts", ...line.split(" ").slice(5), ...(line.includes("transform") ? target : []))
  else assert.match(line, /^(npm run check|npx vitest run test\/\S+( test\/\S+)*)$/, "a command that this test knows")
}

const target = ["--data", join(work, "data"), "--target-path", join(work, "target")]

/** Follows a page and returns the files that it edits by hand. */
const follow = async (page: string): Promise<ReadonlyArray<string>> => {
  const edited = new Set<string>()
  const text = readFileSync(join(pages, page), "utf8")
  for (const [, info = "", block = ""] of text.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)) {
    const title = /title="([^"]+)"/.exec(info)?.[1]
    if (title !== undefined) {
      write(title, block)
      edited.add(title)
    } else if (info === "diff") edited.add(applyDiff(block))
    else if (info === "sh") for (const line of block.trim().split("\n")) await runCommand(line)
    else assert.fail(`${page}: a block of ${info}`)
  }
  return [...edited]
}

/** Pages that another test follows. */
const elsewhere: Readonly<Record<string, string>> = {
  "send-from-a-partners-machine.md": "PartnerProgram.test.ts",
  "upgrade.md": "Upgrade.test.ts",
  "review-before-sending.md": "portal.test.ts",
  "work-without-a-network.md": "portalTls.test.ts"
}

/** What each page leads to. `files`: how many files it edits by hand at most. */
const results: Readonly<Record<string, { readonly files: number; readonly check: () => unknown }>> = {
  "add-a-field.md": {
    files: 4,
    check: async () => {
      assert.include(textOf("schemas/generated/types.ts"), "sessions")
      assert.include(textOf("schemas/avro/RELEASED.json"), "AssistanceRecord.v2.avsc")
      assert.include(
        readFileSync(join(work, "target/compiled/corridor/models/staging/stg_assistance.sql"), "utf8"),
        "sessions"
      )
      const columns = await evaluate(
        `import { rawTable } from "./schemas/RawTables.ts"`,
        `rawTable("assistance").columns.map(({ name }) => name)`
      )
      assert.include(columns as ReadonlyArray<string>, "sessions")
    }
  },
  "add-a-mart.md": {
    files: 3,
    check: () =>
      assert.include(
        readFileSync(join(work, "target/compiled/corridor/models/marts/assistance/assistance_by_type.sql"), "utf8"),
        "group by assistance_type, year"
      )
  },
  "add-a-partner-format.md": {
    files: 3,
    check: async () => {
      const names = ["Client no", "AGREED TO RESEARCH", "service", "Service country", "First session", "Room"]
      const found = await evaluate(
        `import { formatOfColumns, planColumns } from "./ingest/submit/columns/ColumnPlan.ts"
         import { emptyMapping, MappingIndex } from "./ingest/submit/columns/Mapping.ts"`,
        `(() => {
          const plan = planColumns("assistance", ${JSON.stringify(names)}, new MappingIndex(emptyMapping), undefined)
          return [formatOfColumns([plan]), plan.bindings.map(({ to }) => to)]
        })()`
      )
      assert.deepStrictEqual(found, ["casebook", [...new Array<string>(5).fill("target"), "nothing"]])
    }
  },
  "add-a-record-type.md": {
    files: 8,
    check: async () => {
      assert.include(textOf("schemas/generated/types.ts"), "ScreeningRecord")
      assert.include(textOf("transform/models/staging/_sources.yml"), "screening_record")
      assert.include(
        readFileSync(join(work, "target/compiled/corridor/models/staging/stg_screenings.sql"), "utf8"),
        "screening_record"
      )
      const found = await evaluate(
        `import { bindingOf } from "./ingest/submit/columns/BindColumn.ts"
         import { emptyMapping, MappingIndex } from "./ingest/submit/columns/Mapping.ts"`,
        `["Date of screening", "Результат скрининга"].map((name) => bindingOf("screening", name, new MappingIndex(emptyMapping)).to)`
      )
      assert.deepStrictEqual(found, ["target", "target"])
    }
  },
  "add-a-released-table.md": {
    files: 1,
    check: async () => {
      const found = await evaluate(
        `import { openApiDocument } from "./site/api/openApiDocument.ts"`,
        `Object.keys(openApiDocument.paths)`
      )
      assert.include(found as ReadonlyArray<string>, "/v1/assistance-by-country")
    }
  },
  "add-an-explorer-view.md": {
    files: 7,
    check: async () => {
      const found = await evaluate(
        `import { views } from "./site/explorer/views/views.ts"
         import { readState } from "./site/explorer/state/State.ts"`,
        `[views.at(-1).name, readState(new URLSearchParams("view=coverage"), "en").isOdd]`
      )
      assert.deepStrictEqual(found, ["coverage", false])
    }
  }
}

describe("how-to pages", () => {
  it("are all followed", () =>
    assert.deepStrictEqual(readdirSync(pages).sort(), [...Object.keys(results), ...Object.keys(elsewhere)].sort()))

  for (const [page, { files, check }] of Object.entries(results))
    it(page, async () => {
      assert.isAtMost((await follow(page)).length, files)
      await check()
    })

  it("leave a tree that passes the type check", async () => {
    const options = { composite: false, emitDeclarationOnly: false, noEmit: true }
    const sources = [
      "infra/cli/SubmitCommand.ts",
      "site/explorer/views/views.ts",
      "site/explorer/words/catalogues.ts",
      "site/client/CorridorClient.ts"
    ]
    write(
      "tsconfig.how-to.json",
      JSON.stringify({ extends: "./tsconfig.base.json", compilerOptions: options, files: sources })
    )
    await run(join(root, "node_modules/.bin/tsc"), ["--checkers", "1", "--project", "tsconfig.how-to.json"])
  })
})
