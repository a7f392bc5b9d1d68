import { spawn } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { type PullState, pullNew } from "../../../ingest/pull/pullNew.ts"
import { ToolClient, ToolUnusable } from "../../../ingest/pull/ToolClient.ts"
import { type ToolName, tools } from "../../../ingest/pull/tools.ts"
import { cliMain, nodeBinary } from "../../fixtures/program.ts"
import { testFolder } from "../../fixtures/testFolder.ts"
import { dhis2Server, koboServer, odkServer, secret, type ToolServer } from "./toolServers.ts"

const open: Array<ToolServer> = []
const opened = async (server: Promise<ToolServer>) => {
  open.push(await server)
  return open.at(-1) as ToolServer
}
const folder = testFolder("pull-test")
afterAll(async () => {
  for (const server of open) await server.close()
})

const day = (n: number) => `2026-03-${String(n).padStart(2, "0")}T10:00:00.000Z`

const koboRow = (n: number) => ({
  _id: n,
  _uuid: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  _submission_time: day(n).slice(0, 19),
  _submitted_by: "oksana",
  "formhub/uuid": "f",
  "meta/instanceID": `uuid:${n}`,
  "intake/caseReference": `K-${n}`,
  "intake/researchUseConsent": "yes",
  "intake/registeredOn": "2026-03",
  "intake/gender": "Feminine"
})

const odkRow = (n: number, updated: string | null = null) => ({
  __id: `uuid:${n}`,
  __system: { submissionDate: day(n), updatedAt: updated, submitterName: "Oksana", deviceId: "d" },
  meta: { instanceID: `uuid:${n}` },
  intake: { caseReference: `O-${n}`, researchUseConsent: "yes" },
  "places@odata.navigationLink": `Submissions('uuid%3A${n}')/places`,
  places: [
    { __id: "a", "__Submissions-id": `uuid:${n}`, country: "UKR", role: "Origin", year: 2025 },
    { __id: "b", "__Submissions-id": `uuid:${n}`, country: "POL", role: "Destination", year: 2025 }
  ]
})

const dhis2Row = (n: number, updated = day(n)) => ({
  event: `event${String(n).padStart(6, "0")}`,
  status: "COMPLETED",
  updatedAt: updated,
  occurredAt: "2026-03-01T00:00:00.000",
  orgUnit: "ou",
  createdBy: { username: "oksana" },
  dataValues: [
    { dataElement: "caseReference", value: `D-${n}`, storedBy: "oksana" },
    { dataElement: "gender", value: "Masculine" }
  ]
})

const forms = { kobo: "aForm", odk: "3/intake", dhis2: "aProgram" } as const
const numbers = Array.from({ length: 7 }, (_, i) => i + 1)

/** Pulls everything, as a run of the command does: remembers the state after each batch. */
const run = async (tool: ToolName, server: ToolServer, before?: PullState, batchSize = 3, stopAfter = 100) => {
  const client = new ToolClient(new URL(`${server.url}/`), tools[tool].authorization(secret))
  let state = before
  let leftOut = 0
  const batches: Array<ReadonlyArray<Readonly<Record<string, unknown>>>> = []
  for await (const batch of pullNew(tool, { client, form: forms[tool], pageSize: 2 }, before, batchSize)) {
    if (batches.length === stopAfter) break
    batches.push(batch.records.map(({ row }) => row))
    leftOut += batch.leftOut
    state = batch.state
  }
  return { state, batches, leftOut, rows: batches.flat() }
}

const servers = {
  kobo: (ns: ReadonlyArray<number>) => koboServer(ns.map(koboRow)),
  odk: (ns: ReadonlyArray<number>) => odkServer(ns.map((n) => odkRow(n))),
  dhis2: (ns: ReadonlyArray<number>) => dhis2Server(ns.map((n) => dhis2Row(n)))
} as const
const caseOf = (row: Readonly<Record<string, unknown>>) =>
  String(row["intake/caseReference"] ?? row["caseReference"]).slice(2)

describe("pulling from a tool", () => {
  for (const tool of ["kobo", "odk", "dhis2"] as const) {
    it(`${tool}: reads all pages, oldest first, and then only what is new`, async () => {
      const first = await run(tool, await opened(servers[tool](numbers)))
      assert.deepStrictEqual(first.rows.map(caseOf), numbers.map(String))
      assert.deepStrictEqual(
        first.batches.map(({ length }) => length),
        [3, 3, 1]
      )
      assert.isEmpty((await run(tool, await opened(servers[tool](numbers)), first.state)).rows)
      const later = await opened(servers[tool]([...numbers, 8, 9]))
      assert.deepStrictEqual((await run(tool, later, first.state)).rows.map(caseOf), ["8", "9"])
      // The tool was asked for what is new, not for everything.
      assert.isAtMost(later.requests.length, 3)
    })

    it(`${tool}: continues where a run was interrupted, whatever the size of batches`, async () => {
      for (const size of [1, 2, 3, 5]) {
        const server = await opened(servers[tool](numbers))
        const cut = await run(tool, server, undefined, size, 1)
        const rest = await run(tool, server, cut.state, size)
        assert.deepStrictEqual([...cut.rows, ...rest.rows].map(caseOf), numbers.map(String))
      }
    })

    it(`${tool}: waits when it is asked to, and says what is wrong without the token`, async () => {
      const server = await opened(servers[tool](numbers))
      server.failures.push(429)
      const startedAt = Date.now()
      assert.lengthOf((await run(tool, server)).rows, 7)
      assert.isAtLeast(Date.now() - startedAt, 900)
      server.failures.push(403)
      const refused = await run(tool, server).catch((error: unknown) => error)
      assert.instanceOf(refused, ToolUnusable)
      assert.notInclude(String((refused as ToolUnusable).message), secret)
    })
  }

  it("leaves out what does not count in the tool, counts it, and goes on after it", async () => {
    const kobo = numbers.map((n) => ({
      ...koboRow(n),
      _validation_status: n % 2 === 0 ? { uid: "validation_status_not_approved", label: "Not Approved" } : {}
    }))
    const odk = numbers.map((n) => {
      const row = odkRow(n)
      return {
        ...row,
        __system: { ...row.__system, reviewState: n % 4 === 0 ? "hasIssues" : n % 2 === 0 ? "rejected" : "edited" }
      }
    })
    const states = ["COMPLETED", "SCHEDULE", "ACTIVE", "OVERDUE", "VISITED", "CANCELLED", "COMPLETED"]
    const dhis2 = numbers.map((n) => ({ ...dhis2Row(n), status: states[n - 1] as string }))
    const made = { kobo: koboServer(kobo), odk: odkServer(odk), dhis2: dhis2Server(dhis2) }
    for (const tool of ["kobo", "odk", "dhis2"] as const) {
      const server = await opened(made[tool])
      for (const size of [1, 3]) {
        const { rows, leftOut, state } = await run(tool, server, undefined, size)
        assert.deepStrictEqual([rows.map(caseOf), leftOut], [["1", "3", "5", "7"], 3], tool)
        const again = await run(tool, server, state, size)
        assert.deepStrictEqual([again.rows, again.leftOut], [[], 0], tool)
      }
    }
  })

  it("reads all events of a server that gives fewer a page than it is asked for", async () => {
    const tracker = await opened(
      dhis2Server(
        numbers.map((n) => dhis2Row(n, day(Math.ceil(n / 5)))),
        "events",
        1
      )
    )
    assert.deepStrictEqual((await run("dhis2", tracker)).rows.map(caseOf), numbers.map(String))
  })

  it("passes over no record if one of an earlier page is changed or deleted meanwhile", async () => {
    const events: Array<ReturnType<typeof dhis2Row>> = numbers.map((n) => dhis2Row(n))
    const tracker = await opened(dhis2Server(events))
    tracker.meanwhile = () => {
      tracker.meanwhile = undefined
      events[0] = dhis2Row(1, day(20))
    }
    assert.deepStrictEqual((await run("dhis2", tracker)).rows.map(caseOf), ["1", "2", "3", "4", "5", "6", "7", "1"])
    const rows = numbers.map(koboRow)
    const toolbox = await opened(koboServer(rows))
    toolbox.meanwhile = () => {
      toolbox.meanwhile = undefined
      rows.shift()
    }
    assert.deepStrictEqual((await run("kobo", toolbox)).rows.map(caseOf), numbers.map(String))
  })

  it("reads more records of one moment than a page has", async () => {
    const events = numbers.map((n) => dhis2Row(n, day(n < 6 ? 5 : 6)))
    assert.deepStrictEqual(
      (await run("dhis2", await opened(dhis2Server(events)))).rows.map(caseOf),
      numbers.map(String)
    )
    const rows = numbers.map((n) => ({ ...koboRow(n), _submission_time: "2026-03-05T10:00:00" }))
    assert.deepStrictEqual((await run("kobo", await opened(koboServer(rows)))).rows.map(caseOf), numbers.map(String))
  })

  it("asks again for an answer that was cut off, and after an error of the server", async () => {
    const server = await opened(servers.kobo(numbers))
    server.failures.push("cut", 500)
    assert.deepStrictEqual((await run("kobo", server)).rows.map(caseOf), numbers.map(String))
  })

  it("reads edited records again, with the same record id and other records of the same moment once", async () => {
    const before = await run("dhis2", await opened(dhis2Server(numbers.map((n) => dhis2Row(n, day(5))))))
    assert.lengthOf(before.rows, 7)
    const edited = await opened(
      dhis2Server([...numbers.map((n) => dhis2Row(n, n === 2 ? day(6) : day(5))), dhis2Row(8)])
    )
    const after = await run("dhis2", edited, before.state)
    assert.deepStrictEqual(after.rows.map(caseOf), ["2", "8"])
    assert.strictEqual(after.rows[0]?.["recordId"], before.rows[1]?.["recordId"])
    const central = await run("odk", await opened(odkServer(numbers.map((n) => odkRow(n)))))
    const changed = await opened(odkServer(numbers.map((n) => odkRow(n, n === 3 ? day(20) : null))))
    assert.deepStrictEqual((await run("odk", changed, central.state)).rows.map(caseOf), ["3"])
  })

  it("makes repeats the places of a route, and leaves out what the tool adds", async () => {
    const [route] = (await run("odk", await opened(odkServer([odkRow(1)])))).rows
    assert.deepInclude(route, {
      "intake/caseReference": "O-1",
      "leg1.country": "UKR",
      "leg2.country": "POL",
      "leg2.role": "Destination"
    })
    const [kobo] = (await run("kobo", await opened(koboServer([koboRow(1)])))).rows
    const [event] = (await run("dhis2", await opened(dhis2Server([dhis2Row(1)], "instances")))).rows
    assert.deepInclude(event, { caseReference: "D-1", gender: "Masculine", occurredAt: "2026-03-01T00:00:00.000" })
    assert.notMatch(JSON.stringify([route, kobo, event]), /oksana|uuid|@odata|deviceId|__/i)
  })

  it("sends the token to no other server", async () => {
    const elsewhere = await opened(koboServer([koboRow(1)]))
    const server = await opened(koboServer(numbers.map(koboRow)))
    const client = new ToolClient(new URL(`${server.url}/`), `Token ${secret}`)
    const asked = await client.json(`${elsewhere.url}/api/v2/assets/aForm/data/`).catch((error: unknown) => error)
    assert.instanceOf(asked, ToolUnusable)
    assert.isEmpty(elsewhere.requests)
  })

  /** Runs the command against the server as a check, without a folder for temporary files: what a killed command leaves in one would contain case numbers. */
  const checkBy = async (server: ToolServer, ...more: ReadonlyArray<string>) => {
    const token = join(folder, "token.txt")
    writeFileSync(token, `${secret}\n`, { mode: 0o600 })
    const temp = join(folder, "no-such-folder")
    const flags = ["--url", server.url, "--form", "aForm", "--token-file", token, "--partner", "north", "--dry-run"]
    const args = [cliMain, "pull", "kobo", ...flags, ...more, "--json", "--data", join(folder, "data")]
    const ran = await new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = spawn(nodeBinary, args, { env: { ...process.env, TMPDIR: temp } })
      let [stdout, stderr] = ["", ""]
      child.stdout.on("data", (text) => (stdout += String(text)))
      child.stderr.on("data", (text) => (stderr += String(text)))
      child.on("close", (code) => resolve({ code, stdout, stderr }))
    })
    assert.isFalse(existsSync(temp))
    assert.notMatch(ran.stdout + ran.stderr, /CANARY|K-\d|oksana/)
    return ran
  }

  it("holds back a case that an earlier batch refused, and asks for the withdrawal of one that it sent", async () => {
    const answer = (n: number, of: number, consent: string) => ({
      ...koboRow(n),
      "intake/caseReference": `K-${of}`,
      "intake/researchUseConsent": consent
    })
    const server = await opened(
      koboServer([
        answer(1, 1, "yes"),
        answer(2, 2, "no"),
        answer(3, 1, "no"),
        answer(4, 2, "yes"),
        answer(5, 5, "yes")
      ])
    )
    const ran = await checkBy(server, "--batch", "2", "--partial")
    assert.strictEqual(ran.code, 1, ran.stderr)
    const { submissions } = JSON.parse(ran.stdout) as {
      submissions: ReadonlyArray<{ accepted: number; problems: ReadonlyArray<{ code: string; row: number }> }>
    }
    assert.deepStrictEqual(
      submissions.map(({ accepted, problems }) => [accepted, ...problems.map(({ code, row }) => `${row} ${code}`)]),
      [[1, "3 consent-missing"], [0, "2 consent-missing", "2 case-refused-since", "3 case-refused"], [1]]
    )
  })

  it("checks what it pulls as a file, by the command, and never writes a copy of it", async () => {
    const rejected = { ...koboRow(8), _validation_status: { uid: "validation_status_not_approved" } }
    const server = await opened(koboServer([...numbers.map(koboRow), rejected]))
    const ran = await checkBy(server)
    assert.strictEqual(ran.code, 0, ran.stderr + ran.stdout)
    const { records, leftOut, submissions } = JSON.parse(ran.stdout) as {
      records: number
      leftOut: number
      submissions: ReadonlyArray<{ accepted: number; problems: ReadonlyArray<unknown> }>
    }
    assert.deepStrictEqual([records, leftOut], [7, 1])
    assert.deepStrictEqual(
      submissions.map(({ accepted, problems }) => [accepted, problems]),
      [[7, []]]
    )
  })

  it("says nothing of a batch that is left out whole", async () => {
    const rejected = numbers.map((n) => ({
      ...koboRow(n),
      ...(n === 1 ? {} : { _validation_status: { uid: "validation_status_not_approved" } })
    }))
    const ran = await checkBy(await opened(koboServer(rejected)), "--batch", "3")
    assert.deepStrictEqual(ran.stderr.match(/Pulled .*/g), ["Pulled 1 record."])
    assert.deepInclude(JSON.parse(ran.stdout), { records: 1, leftOut: 6 })
  })
})
