/** The partner's program: follows docs/how-to/send-from-a-partners-machine.md on a machine with nothing but Node. */
import { execFile } from "node:child_process"
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, assert, beforeAll, it } from "vitest"
import { createCode } from "../../infra/identity/createAccess.ts"
import { partnerProgramPath } from "../../ingest/portal/api/partnerProgram.ts"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const root = join(import.meta.dirname, "../..")
const partner = "shelter-north"
const machine = testFolder("partner-program")
let rig: PortalRig

beforeAll(async () => {
  rig = await startPortal([partner])
})
afterAll(() => rig?.close())

const page = readFileSync(join(root, "docs/how-to/send-from-a-partners-machine.md"), "utf8")
const commands = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) => block.trim().split("\n"))

/** Runs a line of a shell. Returns what it prints and its exit code. */
const run = async (line: string) => {
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: machine }
  const shell = promisify(execFile)("sh", ["-c", line], { cwd: machine, env })
  const { stdout, stderr, code = 0 } = await shell.catch((error) => error)
  return { said: `${stdout}${stderr}`, code: code as number }
}

it("one file enrols, checks and sends with nothing but Node, and leaves no case number", async () => {
  writeFileSync(join(machine, "code.txt"), (await rig.run(createCode({ partner }, 1))).code)
  // The pipeline's part: what was received is loaded.
  const loading = setInterval(() => {
    const received = rig.desk.receipts.get(partner) ?? []
    rig.desk.receipts.set(
      partner,
      received.map((one) => ({ ...one, state: "loaded", loaded: one.records }))
    )
  }, 100)
  let all = ""
  for (const command of commands) {
    const line = command
      .replace(/^npm run partner-program -- /, `node ${join(root, "infra/partnerProgram/build.ts")} `)
      .replaceAll("https://corridor.example", rig.address)
    const { said, code } = await run(line)
    assert.strictEqual(code, 0, `${command}\n${said}`)
    all += said
    if (command.includes(" template "))
      writeFileSync(
        join(machine, "cases.csv"),
        "Case number,Sex,Age,Registered on,Agreed to use for statistics\nCANARY-1,F,22,2019,yes\nCANARY-2,M,31,2019,yes\n"
      )
  }
  clearInterval(loading)
  assert.strictEqual(commands.length, 6)
  assert.include(all, "2 records would be sent")
  assert.include(all, "loaded: 2 of 2 records loaded")
  assert.strictEqual(rig.desk.rows.get(partner)?.length, 2)
  assert.notInclude(all, "CANARY")
  const files = readdirSync(machine, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(machine, file)).isFile()
  )
  assert.sameMembers(
    files.filter((file) => readFileSync(join(machine, file)).includes("CANARY")),
    ["cases.csv", "checked.csv"]
  )
  for (const file of files.filter((one) => one.startsWith(".corridor")))
    assert.strictEqual(statSync(join(machine, file)).mode & 0o077, 0, file)

  const download = await fetch(`${rig.address}${partnerProgramPath}`)
  assert.strictEqual(download.status, 200)
  assert.include(download.headers.get("content-disposition"), "corridor-partner.mjs")
  assert.isTrue(readFileSync(join(machine, "corridor-partner.mjs")).equals(Buffer.from(await download.arrayBuffer())))

  // Without a server it checks, and says what is missing.
  const nowhere = await run(`node corridor-partner.mjs submit cases.csv --partner ${partner}`)
  assert.strictEqual(nowhere.code, 2)
  assert.include(nowhere.said, "--server is missing")
  const help = await run("node corridor-partner.mjs pull --help")
  assert.include(help.said, "node corridor-partner.mjs pull kobo")
  // There is no command `corridor` on this machine.
  const wrong = await run("node corridor-partner.mjs submit")
  assert.strictEqual(wrong.code, 2)
  assert.include(wrong.said, "See 'submit --help'.")
  assert.notMatch(all + wrong.said, /\bcorridor (?:enrol|template|submit|pull)\b/)
})
