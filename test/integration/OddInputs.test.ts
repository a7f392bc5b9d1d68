/**
 * Every file and folder that a command reads: with a pipe, a device, a link in a circle and so on in its place, the command ends at once, with one sentence
 * that says which it is. The list of flags and arguments is taken from the page of commands, so that a new one needs a line here.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { Effect } from "effect"
import { assert, beforeAll, it } from "vitest"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { full } from "../../packages/test/fullRun.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { makeOddFiles } from "../fixtures/oddFiles.ts"
import { slowness } from "../fixtures/slowness.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { nodeBinary, root } from "./cli.ts"
import { runJson } from "./inProcess.ts"
import { runTogether } from "./runTogether.ts"

const folder = testFolder("odd-inputs")
const [data, backup, out] = [join(folder, "data"), join(folder, "backup"), join(folder, "out.csv")]
const example = (file: string) => join(root, "docs/examples/files", file)
const [counts, routes, token] = [example("counts.csv"), example("routes.csv"), join(folder, "token")]
const nowhere = "http://127.0.0.1:59999"

/** Files are made anew for each command: one may write to where nothing is. */
let folders = 0
const oddFiles = () => makeOddFiles(join(folder, `odd-${folders++}`), ".csv")

beforeAll(async () => {
  await Effect.runPromise(Effect.provide(migrate(), embeddedStores(data)))
  await runJson(["backup", backup], { data })
  writeFileSync(token, "abc")
  writeFileSync(join(folder, "people.csv"), "givenNames,familyNames,birthDate,sex\nAda,Canary,1990-01-01,Female\n")
})

const protect = ["protect", "--input", counts, "--count", "victims", "--dimensions", "origin,destination,year"]
const protectOut = [...protect, "--out", out]
const audit = ["audit", "--published", counts]
const flows = ["analyse", "flows", "--input", counts, "--value", "victims"]
const submit = ["submit", routes, "--partner", "shelter-north", "--record", "route"]
const pull = ["pull", "kobo", "--url", nowhere, "--form", "a", "--partner", "shelter-north"]
const ofSeries = (command: string, ...more: ReadonlyArray<string>) => ["analyse", command, ...more, "--input"]

/** A command up to the place of the file. What stands below `-` is not tried here, for the reason that is given. */
const rows: Readonly<Record<string, ReadonlyArray<string> | string>> = {
  "protect --input": ["protect", "--count", "victims", "--dimensions", "origin", "--out", out, "--input"],
  "protect --hierarchy": [...protectOut, "--hierarchy"],
  "protect --earlier": [...protectOut, "--earlier"],
  "protect --earlier-input": [...protectOut, "--earlier", counts, "--earlier-input"],
  "protect --known-groups": [...protectOut, "--known-groups"],
  "protect --a-priori": [...protectOut, "--a-priori"],
  "protect --key-file": [...protectOut, "--key-file"],
  "audit --published": ["audit", "--published"],
  "audit --earlier": [...audit, "--earlier"],
  "audit --hierarchy": [...audit, "--hierarchy"],
  "audit --insider": [...audit, "--insider"],
  "audit --earlier-insider": [...audit, "--earlier", counts, "--insider", counts, "--earlier-insider"],
  "audit --known-groups": [...audit, "--known-groups"],
  "analyse trend --input": ofSeries("trend"),
  "analyse seasonality --input": ofSeries("seasonality"),
  "analyse changepoints --input": ofSeries("changepoints"),
  "analyse interrupted --input": ofSeries("interrupted", "--at", "2010"),
  "analyse forecast --input": ofSeries("forecast"),
  "analyse nowcast --input": ofSeries("nowcast"),
  "analyse many --input": ofSeries("many", "--series", "origin"),
  "analyse flows --input": ofSeries("flows"),
  "analyse flows --distances": [...flows, "--distances"],
  "analyse flows --population": [...flows, "--population"],
  "analyse hidden --input": ofSeries("hidden"),
  "submit file": ["submit", "--partner", "shelter-north", "--record", "route", "--dry-run"],
  "submit --mapping": [...submit, "--dry-run", "--mapping"],
  "submit --earlier": [...submit, "--dry-run", "--earlier"],
  "submit --key": [...submit, "--server", nowhere, "--key"],
  "pull --token-file": [...pull, "--token-file"],
  "pull --state": [...pull, "--token-file", token, "--state"],
  "pull --mapping": "read as by 'submit', once records were pulled",
  "pull --key": "read as by 'submit', once records were pulled",
  "enrol --key": ["enrol", "--partner", "shelter-north", "--server", nowhere, "--code", "abc", "--key"],
  "backup verify dir": ["backup", "verify"],
  "backup verify --identity": ["backup", "verify", backup, "--identity"],
  "backup prune dir": ["backup", "prune", "--keep", "1"],
  "restore dir": ["restore"],
  "restore --identity": ["restore", backup, "--identity"],
  "restore --withdrawals": ["restore", backup, "--withdrawals"],
  "release verify-bundle file": ["release", "verify-bundle"],
  "release verify-bundle --witness": ["release", "verify-bundle", counts, "--witness"],
  "ledger verify --witness": ["ledger", "verify", "--witness"],
  "demo expand counts.csv": ["demo", "expand", "--out", out],
  "release verify --witness": ["release", "verify", "--witness"],
  "link send file": ["link", "send", "--partner", "shelter-north", "--round", "spring", "--dry-run"],
  "link send --mapping": "read once the linker gave the terms",
  "link contribute file": "read once the hosts gave the terms",
  "link contribute --mapping": "read once the hosts gave the terms"
}

/** What the page of commands says of files that are read, and of others. Signers are keys, reports are written. */
const reads =
  /\b(?:file|CSV|JSON that|published (?:counts|table)|table that|archive|folder that|statement of|copy of)\b/
const written = /\bto write\b|^new file|^write |key that must|id of the record/

/** The flags and arguments with a file or folder that is read, by the page of commands. */
const described = (): ReadonlyArray<string> => {
  const page = readFileSync(join(root, "infra/cli/COMMANDS.md"), "utf8")
  return page
    .split(/^## corridor /m)
    .slice(1)
    .flatMap((section) => {
      const command = section.slice(0, section.indexOf("\n"))
      // Its files are in folders: see below.
      if (command.startsWith("transform")) return []
      return section.split("\n").flatMap((line) => {
        const [, name = "", does = ""] = /^ {2}(\S+)(?:, -\S+)? string +(\S.*)$/.exec(line) ?? []
        return reads.test(does) && !written.test(does) ? [`${command} ${name}`] : []
      })
    })
}

it("each file and folder that the page of commands describes is tried", () => {
  assert.deepStrictEqual(described().toSorted(), Object.keys(rows).toSorted())
})

/** Those that made a command wait, or that are opened in different ways. */
const few = new Set(["pipe", "folder", "an endless device", "a link to itself"])

const tried = Object.entries(rows).filter(([, args]) => typeof args !== "string")

/** A folder has another meaning for some, nothing can be where a file is made, and a long file is not read before the linker answers. */
const isFine = (name: string, kind: string) =>
  (/ dir$/.test(name) && kind === "folder") ||
  (name === "link send file" && kind === "a terabyte of nothing") ||
  (/--key-file$|--key$|--state$/.test(name) && /^(?:no file|a broken link)$/.test(kind))

it("with anything but a file there, a command ends at once with one sentence", async () => {
  const cases = tried.flatMap(([name, args]) =>
    Object.entries(oddFiles())
      .filter(([kind]) => kind !== "an empty file" && (full || few.has(kind)) && !isFine(name, kind))
      .map(([kind, path]) => ({ name, kind, path, args: [...args, path] }))
  )
  const isRestored = ({ name }: { readonly name: string }) => name === "restore --withdrawals"
  const [inStore, restored] = [cases.filter((one) => !isRestored(one)), cases.filter(isRestored)]
  const argsOf = (some: typeof cases) => some.map(({ args }) => args)
  const runs = [
    ...(await runTogether(argsOf(inStore), data)),
    ...(await runTogether(argsOf(restored), join(folder, "restored")))
  ]
  const wrong = runs.flatMap(({ code, stdout, stderr }, i) => {
    const { name, kind, path } = [...inStore, ...restored][i] as (typeof cases)[number]
    const said = stderr + stdout
    const isRefused = code === 1 || (code === 3 && /^(?:protect|audit|analyse) /.test(name))
    // A device has none of the endings that say what a file is.
    const isNamed = [basename(path), name.split(" ").at(-1) as string, "file format", "not text"].some((word) =>
      said.includes(word)
    )
    const isSentence = !/\n\s+at |internal error|could not be read or written\.\n/.test(said)
    return isRefused && isNamed && isSentence ? [] : [`${name}, ${kind}: ${code} ${said.slice(0, 300)}`]
  })
  assert.deepStrictEqual(wrong, [])
})

/** Where `transform` reads files, in a project and in the artefacts of an earlier run. */
const projectFiles: Readonly<Record<string, ReadonlyArray<string>>> = {
  "dbt_project.yml": ["ls"],
  "packages.yml": ["ls"],
  "dependencies.yml": ["ls"],
  "selectors.yml": ["ls", "--selector", "all"],
  ".dbtignore": ["ls"],
  "models/one.sql": ["ls"],
  "models/one.yml": ["ls"],
  "state/manifest.json": ["ls", "--select", "state:modified", "--state", "state"],
  "target/run_results.json": ["retry"]
}

/** Commands on a project with something odd in the place of the file, each with what is there. */
const projectCases = () =>
  Object.entries(projectFiles).flatMap(([file, args]) =>
    [...few].map((kind) => {
      const dir = join(folder, `project-${folders}`)
      const odd = oddFiles()
      for (const each of ["models", "state", "target"]) mkdirSync(join(dir, each), { recursive: true })
      writeFileSync(join(dir, "dbt_project.yml"), "name: odd\nprofile: odd\nversion: '1.0'\n")
      writeFileSync(join(dir, "models/two.sql"), "select 1 as a")
      rmSync(join(dir, file), { force: true })
      symlinkSync(odd[kind as keyof typeof odd] as string, join(dir, file))
      const placed = args.map((word) => (word === "state" ? join(dir, "state") : word))
      return { name: `transform, ${file}`, kind, args: ["transform", ...placed, "--project-dir", dir], dir }
    })
  )

it("'transform' ends at once with one sentence, whatever is in the place of a project's file or folder", async () => {
  const odd = oddFiles()
  const folders = ["--project-dir", "--target-path", "--state"].flatMap((flag) =>
    [odd.pipe, odd["an endless device"], odd["a link to itself"]].map((path) => {
      const args = flag === "--state" ? ["ls", "--select", "state:modified"] : ["compile"]
      return { name: flag, kind: path, args: ["transform", ...args, flag, path], dir: path }
    })
  )
  // A folder with the name of a model or property file is none.
  const isFine = (name: string, kind: string) => name.includes("models/") && kind === "folder"
  const cases = [...folders, ...projectCases()]
  const runs = await runTogether(
    cases.map(({ args }) => args),
    data
  )
  const wrong = runs.flatMap(({ code, stdout, stderr }, i) => {
    const { name, kind } = cases[i] as (typeof cases)[number]
    const said = stderr + stdout
    const isRefused = code === 1 || code === 2 || code === 3 || (code === 0 && isFine(name, kind))
    return isRefused && !/\n\s+at |internal error|could not be read or written\.\n/.test(said)
      ? []
      : [`${name}, ${kind}: ${code} ${said.slice(0, 300)}`]
  })
  assert.deepStrictEqual(wrong, [])
})

it("the packages' own programs end at once, too", () => {
  const odd = oddFiles()
  const disclosure = join(root, "packages/disclosure/src/bin.ts")
  const dbt = join(root, "packages/dbt-ts/src/bin.ts")
  const wrong = [odd.pipe, odd["an endless device"]].flatMap((path) => {
    const dir = join(folder, `own-${folders++}`)
    mkdirSync(dir)
    symlinkSync(path, join(dir, "dbt_project.yml"))
    const runs = [
      [disclosure, "protect", "--count", "n", "--dimensions", "a", "--out", out, "--input", path],
      [disclosure, ...protectOut, "--key-file", path],
      [disclosure, "audit", "--published", path],
      [dbt, "ls", "--project-dir", dir]
    ]
    return runs.flatMap((args) => {
      const { status, stdout, stderr } = spawnSync(nodeBinary, args, {
        encoding: "utf8",
        timeout: Math.round(20_000 * slowness())
      })
      return (status === 1 || status === 3) && /file/.test(stderr + stdout)
        ? []
        : [`${args.join(" ")}: ${status} ${stderr}${stdout}`]
    })
  })
  assert.deepStrictEqual(wrong, [])
  // A key that the shell hands over is read.
  const piped = [nodeBinary, disclosure, ...protectOut, "--method", "cell-key", "--key-file"].map((word) => `'${word}'`)
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `${piped.join(" ")} <(echo a-secret-of-a-test)`], {
    encoding: "utf8"
  })
  assert.strictEqual(status, 0, stdout + stderr)
})
