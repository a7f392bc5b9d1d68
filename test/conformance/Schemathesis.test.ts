/**
 * schemathesis makes requests from the description that the server gives, valid and invalid ones, and compares every answer with it: no request
 * that the description allows is refused, none that it forbids is answered, and no answer has another status, type or shape.
 */
import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { Queries } from "../../release/queries/Queries.ts"
import { Requests } from "../../release/requests/Requests.ts"
import { pythonOf } from "../fixtures/ensurePython.ts"
import { type ExplorerRig, startExplorer } from "../fixtures/explorerRig.ts"
import { full, rounds } from "../fixtures/fullRun.ts"
import { tokensFor } from "../fixtures/servedStore.ts"
import { policy } from "../fixtures/signatories.ts"

const python = pythonOf("openapi-python")

let rig: ExplorerRig
let tokens: ReadonlyMap<string, string>

beforeAll(async () => {
  if (python === undefined) return
  rig = await startExplorer()
  tokens = await rig.inside(
    Effect.gen(function* () {
      const queries = yield* Queries
      for (const who of [{ person: "rae" }, { project: "baltic" }, { person: "pia" }]) yield* queries.grant(who, 1_000)
      const requests = yield* Requests
      yield* requests.draft(policy("pia"), { subject: "journeys", from: ["Moldova"], each: ["to"] })
      return yield* tokensFor([
        ["rae", "researcher"],
        ["pia", "policy"]
      ])
    }).pipe(Effect.provide([Queries.layerTest, Requests.layerTest]))
  )
})
afterAll(() => rig?.close())

/** Runs the tool and returns its exit code and its report. It keeps below the server's limit of requests. */
const run = (description: string, ...args: ReadonlyArray<string>) =>
  new Promise<{ readonly code: number | null; readonly report: string }>((resolve, reject) => {
    const child = spawn(
      join(dirname(python as string), "st"),
      [
        ...["run", description, "--seed", "1", "--no-color", "--continue-on-failure"],
        ...["--rate-limit", "1000/m", "--workers", "2", "--request-timeout", "120"],
        ...["--phases", full ? "examples,coverage,fuzzing,stateful" : "examples,fuzzing"],
        ...["--max-examples", String(rounds(2, 5))],
        ...args
      ],
      { cwd: rig.folder, env: { ...process.env, NO_PROXY: "127.0.0.1", no_proxy: "127.0.0.1" } }
    )
    let report = ""
    child.stdout.on("data", (part) => (report += part))
    child.stderr.on("data", (part) => (report += part))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, report }))
  })

const served = () => `${rig.address}openapi.json`

const assertClean = (
  { code, report }: { readonly code: number | null; readonly report: string },
  operations: number
) => {
  assert.strictEqual(code, 0, report.slice(-6_000))
  assert.isAtLeast(Number(/Tested: (\d+)/.exec(report)?.[1] ?? 0), operations, report.slice(-2_000))
}

/** What an account may do with a query or a request depends on the catalogue and on the state of the request, which no schema says. */
const beyondSchema = ["--exclude-checks", "positive_data_acceptance"]

const needsPython = { meta: { needs: "the Python packages of test/fixtures/openapi-requirements.txt" } }

describe.skipIf(python === undefined)("schemathesis", needsPython, () => {
  // First: the limit of requests is not reached yet.
  it("finds a description that allows more than is answered", async () => {
    const description = (await (await fetch(`${rig.address}openapi.json`)).json()) as {
      paths: Record<string, { get: { parameters: Array<{ name: string; schema: object; example?: unknown }> } }>
    }
    for (const parameter of description.paths["/v1/flows"]?.get.parameters ?? [])
      if (parameter.name === "origin") {
        parameter.schema = { type: "string" }
        delete parameter.example
      }
    const file = join(rig.folder, "loose.json")
    writeFileSync(file, JSON.stringify(description))
    const { code, report } = await run(
      file,
      "--url",
      rig.address,
      "--include-path",
      "/v1/flows",
      "--max-examples",
      "30"
    )
    assert.strictEqual(code, 1, report.slice(-2_000))
    assert.include(report, "Schema-valid request rejected")
  })

  it("finds nothing at the open addresses, with every check", async () => {
    assertClean(await run(served(), "--include-path-regex", "^/v1/(?!queries|requests)"), 38)
  })

  it("finds nothing at the addresses that need an account, without one", async () => {
    assertClean(await run(served(), "--include-path-regex", "^/v1/(queries|requests)"), 7)
  })

  it("finds nothing in the queries of a researcher and the requests of a policy team", async () => {
    const as = (account: string) => ["-H", `Authorization: Bearer ${tokens.get(account)}`, ...beyondSchema]
    assertClean(await run(served(), "--include-path-regex", "^/v1/queries", ...as("rae")), 2)
    assertClean(await run(served(), "--include-path-regex", "^/v1/requests", ...as("pia")), 5)
  })
})

describe("invalid paths", () => {
  it.skipIf(python === undefined)("are 404 problems", needsPython, async () => {
    for (const path of ["/", "///", "/v1", "/v1/", "//v1/flows", "/v1//flows", "/v1/%66lows", "/v1/none"]) {
      const { hostname, port } = new URL(rig.address)
      const response = await fetch(`http://${hostname}:${port}/${path}`)
      assert.strictEqual(response.status, 404, `GET /${path}`)
      const body = (await response.json()) as { readonly status: number; readonly code: string }
      assert.deepInclude(body, { status: 404, code: "request-not-found" })
    }
  })
})
