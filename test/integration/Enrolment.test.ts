/** A partner makes its own key: the operator registers a check value, gives access for a code that works once, and refuses another key. */
import { randomBytes } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, Redacted } from "effect"
import { afterAll, assert, beforeAll, describe, it, vi } from "vitest"
import { createCode } from "../../infra/identity/createAccess.ts"
import { canonicalCaseNumber } from "../../ingest/keys/CaseNumber.ts"
import { layerFileKeyStore } from "../../ingest/keys/FileKeyStore.ts"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { keepSecrets, readIdentity, readSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import { PortalClient, ServerRefused } from "../../ingest/portal/api/PortalClient.ts"
import { listEntries, setReview } from "../../ingest/review/Entries.ts"
import { keyCheckOf } from "../../ingest/submit/check/keyCheck.ts"
import { webCryptoHasher } from "../../ingest/submit/check/PartnerHasher.ts"
import { nodeHasher } from "../../ingest/submit/node/NodeHasher.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import { tokenParts } from "../../ports/identity/tokenSigning.ts"
import { firstPseudonym } from "../fixtures/firstPseudonym.ts"
import { patience } from "../fixtures/patience.ts"
import { type PortalRig, startPortal } from "../fixtures/portalRig.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { untilStill } from "../fixtures/untilStill.ts"
import { runCli } from "./inProcess.ts"

let rig: PortalRig
const folder = testFolder("enrolment")
const operator = join(folder, "operator")
const invited = PartnerId.make("invited")

/** Kafka's administration is not what is tested. */
const admin = Layer.succeed(EventLogAdmin, {
  ensureTopic: () => Effect.void,
  grantPartner: () => Effect.void,
  revokePartner: () => Effect.void
} as never)

beforeAll(async () => {
  rig = await startPortal(["shelter-north", "shelter-south", "signed-in"])
  await rig.run(
    Partners.invite({ id: invited, type: "NGO", name: "Invited", demonstration: false }, (identity) =>
      keepSecrets(operator, invited, { identity })
    ).pipe(
      Effect.provide(
        Layer.provideMerge(Layer.merge(admin, layerFileKeyStore(join(operator, "pipeline"))), NodeServices.layer)
      )
    ) as Effect.Effect<unknown>
  )
})
afterAll(() => rig?.close())

const invite = async (partner: string) => (await rig.run(createCode({ partner }, 1))).code
const newKey = () => new Uint8Array(randomBytes(32))
const checkOf = (key: Uint8Array) => keyCheckOf(nodeHasher(key))
const client = (token?: string) => new PortalClient(rig.address, token)
const refusalOf = async (asked: Promise<unknown>) => {
  try {
    await asked
  } catch (error) {
    if (error instanceof ServerRefused) return error.refusal.why
    throw error
  }
  return "accepted"
}
const upload = (token: string, keyCheck: string) =>
  client(token).upload({
    contentHash: "0".repeat(64),
    keyCheck,
    records: 1,
    undo: false,
    warnings: [],
    chunks: (async function* () {})(),
    onSent: () => {}
  })

describe("a check value", () => {
  it("is the same in a browser and on the command line, and differs for every key", async () => {
    const key = newKey()
    const imported = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
    assert.strictEqual(await checkOf(key), await keyCheckOf(webCryptoHasher(imported)))
    assert.notStrictEqual(await checkOf(key), await checkOf(newKey()))
  })
})

describe("a one-time code", () => {
  it("gives a token once, and nothing else", async () => {
    const code = await invite("shelter-north")
    const check = await checkOf(newKey())
    assert.strictEqual(await refusalOf(client(code).receipts()), "not-found")
    assert.strictEqual(await refusalOf(upload(code, check)), "not-found")
    // The code of another partner is not used up.
    assert.strictEqual(await refusalOf(client(code).enrol(check, "shelter-south")), "not-found")
    const access = await client(code).enrol(check, "shelter-north")
    assert.strictEqual(access.partner, "shelter-north")
    assert.deepStrictEqual(await client(access.token ?? "").receipts(), [])
    assert.strictEqual(await refusalOf(client(code).enrol(check)), "not-found")
    const signedIn = await client()
      .signIn(access.account, access.password ?? "")
      .catch((error) => error)
    assert.notInstanceOf(signedIn, ServerRefused)
    const did = (await rig.run(readAccessLog())).map((entry) => entry.did)
    assert.includeMembers(did, ["partner-invited", "partner-enrolled", "token-revoked"])
  })

  it("ends when another one is made for the account: it may have reached somebody else", async () => {
    const [first, second] = [await invite("shelter-north"), await invite("shelter-north")]
    assert.strictEqual(await refusalOf(client(first).enrol(await checkOf(newKey()))), "not-found")
    // It is valid: only the key is not that of the partner.
    assert.strictEqual(await refusalOf(client(second).enrol(await checkOf(newKey()))), "other-key")
  })

  it("registers one of two keys that arrive at once", async () => {
    const code = await invite("shelter-south")
    const both = await Promise.all(
      [newKey(), newKey()].map(async (key) => refusalOf(client(code).enrol(await checkOf(key))))
    )
    assert.deepStrictEqual(both.toSorted()[0], "accepted")
    assert.include(["not-found", "other-key"], both.toSorted()[1])
  })
})

describe("a partner that makes its own key", () => {
  const here = join(folder, "partner")
  const options = { data: here }
  let code = ""
  let key = ""

  it("enrols on the command line, and the operator never has the key", async () => {
    code = await invite(invited)
    const enrolHere = () =>
      runCli(["enrol", "--partner", invited, "--server", rig.address, "--code", "-"], {
        ...options,
        stdin: `${code}\n`
      })
    const files = join(here, "keys", "partners")
    // A code is not used up if its token cannot be kept.
    mkdirSync(join(files, `${invited}.token`), { recursive: true })
    const refused = await enrolHere()
    assert.strictEqual(refused.code, 3, refused.stderr)
    assert.include(refused.stderr, `${invited}.token cannot be written`)
    rmdirSync(join(files, `${invited}.token`))
    const enrolled = await enrolHere()
    assert.strictEqual(enrolled.code, 0, enrolled.stderr)
    key = readFileSync(join(files, `${invited}.key`), "utf8").trim()
    const token = readFileSync(join(files, `${invited}.token`), "utf8").trim()
    for (const secret of [code, key, token]) assert.notInclude(enrolled.stdout + enrolled.stderr, secret)
    for (const name of readdirSync(files)) assert.strictEqual(statSync(join(files, name)).mode & 0o077, 0)
    // The operator has an identity for the portal, and no key.
    const secrets = readFileSync(join(operator, "partners", `${invited}.json`), "utf8")
    assert.deepStrictEqual(Object.keys(JSON.parse(secrets)), ["username", "password"])
    const read = await rig.run(
      Effect.all([readIdentity(operator, invited), Effect.flip(readSecrets(operator, invited))]).pipe(
        Effect.provide(NodeServices.layer)
      )
    )
    assert.strictEqual(read[0].username, `partner-${invited}`)
    assert.isAbove(Redacted.value(read[0].password).length, 20)
    assert.include(read[1].message, "keeps its key itself")
  })

  it("is refused with another key, before a row is sent", async () => {
    const token = readFileSync(join(here, "keys", "partners", `${invited}.token`), "utf8").trim()
    const own = new Uint8Array(Buffer.from(key, "base64"))
    assert.strictEqual(await refusalOf(upload(token, await checkOf(newKey()))), "other-key")
    assert.notStrictEqual(await refusalOf(upload(token, await checkOf(own))), "other-key")
    assert.strictEqual((await rig.run(Partners.list())).find(({ id }) => id === invited)?.keyCheck, await checkOf(own))
    // A second machine needs the same key.
    const second = await invite(invited)
    assert.strictEqual(await refusalOf(client(second).enrol(await checkOf(newKey()))), "other-key")
    assert.strictEqual(await refusalOf(client(second).enrol(await checkOf(own))), "accepted")
  })

  it("is known by the token that the code gave: submit needs no other argument", async () => {
    const file = join(folder, "cases.csv")
    writeFileSync(file, "")
    const done = await runCli(["submit", file, "--partner", invited, "--server", rig.address], options)
    assert.notInclude(done.stderr, "--token")
    const nothing = await runCli(["submit", file, "--partner", "unknown", "--server", rig.address], options)
    assert.strictEqual(nothing.code, 2)
    assert.include(nothing.stderr, "--enrol")
    // Another way for a token, and a warning for one that the list of processes shows.
    const args = ["submit", file, "--partner", "unknown", "--server", rig.address]
    const set = await runCli(args, { ...options, env: { CORRIDOR_TOKEN: "CANARY-TOKEN" } })
    assert.strictEqual(set.code, 1, "the file is empty, and nothing is missing")
    assert.notInclude(set.stderr, "list of processes")
    const shown = await runCli([...args, "--token", "CANARY-TOKEN"], options)
    assert.include(shown.stderr, "can read --token in the list of processes. Write - in its place")
    for (const run of [set, shown]) assert.notInclude(run.stdout + run.stderr, "CANARY-TOKEN")
  })

  it("names the rows whose records were refused after sending", async () => {
    const file = join(folder, "refused.csv")
    writeFileSync(
      file,
      "caseReference,researchUseConsent,registeredOn,gender,age\nCANARY-1,yes,2019,Feminine,20\nCANARY-2,yes,2019,Feminine,21\n"
    )
    const args = ["submit", file, "--partner", invited, "--server", rig.address, "--record", "victim", "--yes"]
    const running = runCli(args, options)
    await vi.waitUntil(() => rig.desk.receipts.has(invited), { timeout: patience })
    const ids = (rig.desk.rows.get(invited) ?? []).map(({ record }) => record["recordId"] as string)
    const place = { revision: null, partition: null, offset: null }
    rig.desk.outcomes.set(invited, [
      { record: ids[1] as string, outcome: "rejected", ...place, problems: [{ code: "ages-disagree", path: "age" }] }
    ])
    const receipts = rig.desk.receipts.get(invited) ?? []
    rig.desk.receipts.set(
      invited,
      receipts.map((one) => ({ ...one, state: "quarantined", quarantined: 1 }))
    )
    const done = await running
    assert.notStrictEqual(done.code, 3, done.stderr)
    assert.match(done.stdout, /row 3\b.*rejected/i)
    assert.notInclude(done.stdout + done.stderr, "CANARY")
    rig.desk.rows.delete(invited)
  })

  it("asks the server for records of cases that refuse consent, and not in a check", async () => {
    const file = join(folder, "refuses.csv")
    writeFileSync(
      file,
      "caseReference,researchUseConsent,registeredOn\nCANARY-1,no,2019\nCANARY-2,no,2019\nCANARY-3,yes,2019\n"
    )
    const own = new Uint8Array(Buffer.from(key, "base64"))
    const person = firstPseudonym(own, canonicalCaseNumber("CANARY-2"))
    rig.desk.rows.set(invited, [{ kind: "victim", record: { caseReference: person }, revisable: false }])
    const args = ["submit", file, "--partner", invited, "--server", rig.address, "--json"]
    const codesOf = (stdout: string) =>
      (JSON.parse(stdout) as { problems: ReadonlyArray<{ row: number; code: string }> }).problems
        .filter(({ code }) => code === "case-refused-since")
        .map(({ row }) => row)
    const done = await runCli(args, options)
    assert.strictEqual(done.code, 1, done.stderr)
    assert.deepStrictEqual(codesOf(done.stdout), [3])
    assert.notMatch(done.stdout + done.stderr, new RegExp(`CANARY|${person}`))
    assert.deepStrictEqual(codesOf((await runCli([...args, "--dry-run"], options)).stdout), [])
    const text = await runCli(args.slice(0, -1), options)
    assert.match(text.stdout, /withdraw the case, in the portal or with corridor withdraw/)
    rig.desk.rows.delete(invited)
  })

  it("waits for approval if the partner reviews before sending, and the command says so", async () => {
    const file = join(folder, "waiting.csv")
    writeFileSync(file, "caseReference,researchUseConsent,registeredOn,gender,age\nCANARY-7,yes,2019,Feminine,20\n")
    await rig.run(setReview(invited, true, "anna"))
    const args = ["submit", file, "--partner", invited, "--server", rig.address, "--record", "victim", "--yes"]
    const done = await runCli([...args, "--json"], options)
    assert.strictEqual(done.code, 0, done.stderr)
    const found = JSON.parse(done.stdout) as {
      sent: number
      waiting: number
      accepted: number
      receipt: { state: string }
    }
    assert.deepInclude(found, { sent: 0, waiting: 1, accepted: 1 })
    assert.strictEqual(found.receipt.state, "waiting")
    const again = await runCli(args, options)
    assert.include(again.stdout, "waiting for approval")
    const waiting = await rig.run(listEntries(invited))
    assert.deepStrictEqual(
      waiting.map(({ state, enteredBy, records }) => [state, enteredBy, records]),
      [["waiting", invited, 1]]
    )
    assert.isUndefined(rig.desk.rows.get(invited))
  })

  it("can register a new key only after an operator allowed it", async () => {
    await rig.run(Partners.forgetKey(invited))
    const next = newKey()
    await client(await invite(invited)).enrol(await checkOf(next))
    assert.strictEqual((await rig.run(Partners.list())).find(({ id }) => id === invited)?.keyCheck, await checkOf(next))
  })

  it("registers its key as a person who has signed in", async () => {
    const password = rig.passwords.get("signed-in") ?? ""
    const cookies = await fetch(`${rig.address}/portal/api/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: rig.address },
      body: JSON.stringify({ account: "signed-in", password })
    })
    const cookie = cookies.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; ")
    const session = (await (await fetch(`${rig.address}/portal/api/session`, { headers: { cookie } })).json()) as {
      csrf: string
      partner: { keyCheck: string | null }
    }
    assert.isNull(session.partner.keyCheck)
    const keyCheck = await checkOf(newKey())
    const answer = await fetch(`${rig.address}/portal/api/enrolment`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie, "x-corridor-csrf": session.csrf },
      body: JSON.stringify({ keyCheck })
    })
    assert.deepInclude(await answer.json(), { partner: "signed-in", token: null, password: null })
  })
})

it("no code, key or token is in any file of the operator, nor in an answer about the partner", async () => {
  const secret = randomBytes(32)
  const code = await invite("signed-in")
  await refusalOf(client(code).enrol(await checkOf(new Uint8Array(secret))))
  // The part after the last "_" may be a single character, which every file has.
  const codeSecret = tokenParts(Redacted.make(code))?.secret as string
  const marks = [secret, secret.toString("base64"), secret.toString("hex"), codeSecret]
  for (const root of [operator, rig.folder]) {
    const found = untilStill(() =>
      readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => {
        const path = join(root, file)
        if (!statSync(path).isFile()) return false
        const bytes = readFileSync(path)
        return marks.some((mark) => bytes.includes(mark))
      })
    )
    assert.deepStrictEqual(found, [])
  }
})
