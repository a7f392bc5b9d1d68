/**
 * A data folder that version 0.1.0 left (`fixtures/earlierVersions/make.ts`) is migrated forward, and back by its backup, with the commands that
 * `docs/how-to/upgrade.md` prints. A version that the store is too new for refuses it.
 */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, renameSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { assert, beforeAll, describe, it } from "vitest"
import { knownMigrations, programVersion } from "../../infra/migrations/StoreVersion.ts"
import { warehouseOf } from "../../infra/stack/Stack.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { unpackEarlier } from "../fixtures/earlierVersion.ts"
import { full } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { root } from "./cli.ts"
import { runCli } from "./inProcess.ts"
import { silent } from "./TestStack.ts"

const work = testFolder("upgrade")
const data = join(work, ".corridor")

const inStore = <A, E>(effect: Effect.Effect<A, E, Warehouse>) =>
  Effect.runPromise(effect.pipe(Effect.provide(warehouseOf(data)), Effect.provide(silent)))

/** What 0.1.0 had loaded: 40 records of each of three partners, less the person who withdrew. */
const loaded = { north: 39, south: 40, west: 40 }

const records = () =>
  inStore(
    Effect.flatMap(Warehouse, (warehouse) =>
      warehouse.query<{ partner: string; n: number }>(
        "SELECT partner_id AS partner, toFloat64(count()) AS n FROM corridor_raw.route_record FINAL GROUP BY partner ORDER BY partner"
      )
    )
  ).then((rows) => Object.fromEntries(rows.map(({ partner, n }) => [partner, n])))

/** The commands of a section, in its order, without those that the page does not let a test run. */
const commandsOf = (title: string): ReadonlyArray<string> => {
  const page = readFileSync(join(root, "docs/how-to/upgrade.md"), "utf8")
  const section = page.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? ""
  return [...section.matchAll(/(<!-- not run: [^>]+ -->\n+ *)?```sh\n(.*?)```/gs)]
    .filter(([, notRun]) => notRun === undefined)
    .flatMap(([, , block = ""]) => block.split("\n").map((line) => line.trim()))
    .filter((line) => line !== "")
}

/** Runs a command as the page prints it, with its folders in the test's own. */
const run = async (line: string): Promise<void> => {
  const words = line
    .replaceAll(/(?<= )\.corridor/g, data)
    .replaceAll("/srv/backups", join(work, "backups"))
    .split(" ")
  if (words[0] === "npx") {
    const { code, stderr } = await runCli(words.slice(2), { data })
    assert.strictEqual(code, 0, `${line}\n${stderr}`)
  } else {
    assert.include(["cp", "mv"], words[0])
    execFileSync(words[0] as string, words.slice(1))
  }
}

const follow = async (title: string, instead: Readonly<Record<string, () => void>> = {}) => {
  const commands = commandsOf(title)
  assert.isAtLeast(commands.length, 4)
  for (const line of commands) await (instead[line] ?? (() => run(line)))()
}

beforeAll(() => {
  for (const name of ["data", "backup"] as const) unpackEarlier(name, work)
  renameSync(join(work, "data"), data)
  execFileSync("mkdir", ["-p", join(work, "backups")])
})

describe("upgrade", () => {
  it("opens what 0.1.0 left, and keeps every record, partner and account", async () => {
    await follow("Upgrade", {
      // This program cannot make the backup of the earlier one: it would migrate first. 0.1.0 made it.
      "npx corridor backup /srv/backups/before-upgrade": () =>
        renameSync(join(work, "backup"), join(work, "backups/before-upgrade"))
    })
    assert.deepStrictEqual(await records(), loaded)
    const { stdout } = await runCli(["account", "list", "--json"], { data })
    assert.include(stdout, "anna")
    const version = JSON.parse(readFileSync(join(data, "version.json"), "utf8"))
    assert.strictEqual(version.program, programVersion)
    const withdrawn = await runCli(["withdraw", "--partner", "north", "--case", "invented-north-7", "--json"], { data })
    assert.notStrictEqual(withdrawn.code, 3, withdrawn.stderr)
  })

  it("a later version's store is refused with both versions, and nothing is changed", async () => {
    await inStore(
      Effect.flatMap(Warehouse, (warehouse) =>
        warehouse.insert(
          "corridor_audit.migration",
          [
            { name: "9001-sooner", hash: "x", program: "7.0.0" },
            { name: "9002-later", hash: "x", program: "7.1.0" }
          ],
          { token: "" }
        )
      )
    )
    const last = String(Number.parseInt(knownMigrations.at(-1) as string, 10))
    const { code, stderr } = await runCli(["partner", "list"], { data })
    assert.strictEqual(code, 3)
    for (const part of ["9002", "7.1.0", last, programVersion]) assert.include(stderr, part)
    assert.notMatch(stderr, /\bat .*\.ts/)
  })

  // Backup.test.ts restores a backup with later withdrawals.
  it.runIf(full)(
    "goes back by the backup, with the withdrawals since",
    { meta: { needs: "npm run test:full" } },
    async () => {
      await follow("Go back")
      assert.deepStrictEqual(await records(), loaded)
      assert.isTrue(existsSync(`${data}-newer`))
    }
  )
})
