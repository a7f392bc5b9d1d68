/** `request` as a user runs it, on one data folder: from plain terms to a release, and to a refusal. */
import { Effect } from "effect"
import { assert, beforeAll, describe, it } from "vitest"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { setRoutesMart } from "../fixtures/routesMart.ts"
import { tokensFor } from "../fixtures/servedStore.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "./inProcess.ts"

const data = testFolder("request-command")
const options = { data }
let tokens: ReadonlyMap<string, string>
beforeAll(() =>
  Effect.runPromise(
    Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart([
        ["UKR", "RUS", 2004, 60, 5],
        ["UKR", "RUS", 2005, 72, 5],
        ["MDA", "RUS", 2004, 80, 6],
        ["KGZ", "RUS", 2006, 90, 6],
        ["UKR", "FIN", 2004, 4, 4],
        ["BLR", "POL", 2005, 5, 5]
      ])
      yield* createVintage()
      tokens = yield* tokensFor([
        ["pia", "policy"],
        ["ole", "reviewer"],
        ["ola", "reviewer"],
        ["oli", "operator"],
        ["rae", "researcher"]
      ])
    }).pipe(Effect.provide(embeddedStores(data)))
  )
)

/** The name after `--by` gives its account's token on standard input, as an account's holder would. */
const withToken = (args: ReadonlyArray<string>): Parameters<typeof runCli> => {
  const token = tokens.get(args[args.indexOf("--by") + 1]?.toLowerCase() ?? "")
  return args.includes("--by") && token !== undefined
    ? [[...args, "--token-file", "-"], { ...options, stdin: `${token}\n` }]
    : [args, options]
}
const corridor = (...args: ReadonlyArray<string>) => runCli(...withToken(args))
const call = <A>(...args: ReadonlyArray<string>) => runJson<A>(...withToken(args))
const create = (from: string, to: string) => [
  "request",
  "create",
  ...["--by", "Pia", "--subject", "journeys", "--from", from, "--to", to]
]

interface RequestDocument {
  readonly request: number
  readonly state: string
  readonly release?: number
  readonly moves: ReadonlyArray<{ readonly move: string; readonly by: string; readonly ledger: string }>
  readonly cells: ReadonlyArray<unknown>
}

describe("requests on the command line", () => {
  it("go from plain terms through a check and two reviewers to a release, with the name of each actor", async () => {
    const drafted = await corridor(...create("Ukraine", "Russia"), "--first-year", "2003", "--last-year", "2006")
    assert.strictEqual(drafted.code, 0)
    assert.include(drafted.stdout, "--table flows --by origin,destination,year")
    assert.include(drafted.stdout, "Start the check with 'request submit 1'")

    const unpaid = await corridor("request", "submit", "1", "--by", "Pia")
    assert.deepStrictEqual([unpaid.code, unpaid.stdout], [1, ""])
    assert.include(unpaid.stderr, "budget")
    await call("release", "budget", "--person", "Pia", "--grant", "5")
    assert.strictEqual((await call<RequestDocument>("request", "check", "1", "--by", "Pia")).state, "checked")

    const early = await corridor("request", "publish", "1", "--by", "Oli")
    assert.deepStrictEqual([early.code, early.stdout], [1, ""])
    assert.strictEqual((await call<RequestDocument>("request", "approve", "1", "--by", "Ole")).state, "read")
    const same = await corridor("request", "approve", "1", "--by", "ole")
    assert.strictEqual(same.code, 1)
    assert.include(same.stderr, "The second reviewer must be a different person from the first")
    assert.strictEqual((await call<RequestDocument>("request", "approve", "1", "--by", "Ola")).state, "reviewed")
    const out = await call<RequestDocument>("request", "publish", "1", "--by", "Oli")
    assert.deepInclude(out, { state: "published", release: 1 })

    const { moves, cells } = await call<RequestDocument>("request", "show", "1")
    assert.deepStrictEqual(
      moves.map(({ move, by }) => [move, by]),
      [
        ["submit", "pia"],
        ["pass", "machine"],
        ["approve", "ole"],
        ["approve", "ola"],
        ["publish", "oli"]
      ]
    )
    for (const { ledger } of moves) assert.match(ledger, /^[0-9a-f]{64}$/)
    assert.strictEqual(cells.length, 2)
  })

  it("are refused with 4, the reason and the nearest question, which is answered", async () => {
    await call(...create("Belarus", "Poland"))
    const { code, stdout, stderr } = await corridor("request", "submit", "2", "--by", "Pia")
    assert.strictEqual(code, 4)
    const said = stdout + stderr
    assert.include(said, "Refused: Too few persons or partners")
    const nearest = /The nearest query that can be answered: (.+)/.exec(said)?.[1] ?? ""
    assert.match(nearest, /^--table flows /)
    const flags = [...nearest.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "")
    await call("release", "budget", "--project", "nearest", "--grant", "5")
    await call("release", "budget", "--person", "rae", "--grant", "5")
    const asked = ["release", "query", "--project", "nearest", ...flags]
    const withTokenOf = (account: string) => ({ ...options, env: { CORRIDOR_TOKEN: tokens.get(account) as string } })
    const nobody = await corridor(...asked)
    assert.deepStrictEqual([nobody.code, nobody.stdout], [1, ""])
    assert.match(nobody.stderr, /token of your account[\s\S]*--role researcher/)
    assert.include((await runCli(asked, withTokenOf("pia"))).stderr, "may not do this")
    const before = await call<{ accounts: ReadonlyArray<{ used: number }> }>("release", "budget", "--person", "rae")
    assert.strictEqual(before.accounts[0]?.used, 0)
    const answer = await runJson<{ cells: ReadonlyArray<{ shown: { state: string } }> }>(asked, withTokenOf("rae"))
    assert.isTrue(answer.cells.some(({ shown }) => shown.state === "published"))
  })

  it("are refused by a reviewer with a reason, withdrawn by the requester, and listed", async () => {
    await call(...create("Kyrgyzstan", "Russia"))
    await call("request", "submit", "3", "--by", "Pia")
    const mute = await corridor("request", "refuse", "3", "--by", "Ole")
    assert.strictEqual(mute.code, 1)
    assert.include(mute.stderr, "A refusal needs a reason")
    const reason = "It is out in another form already."
    const refused = await call<RequestDocument>("request", "refuse", "3", "--by", "Ole", "--reason", reason)
    assert.strictEqual(refused.state, "refused")
    await call(...create("Ukraine", "Finland"))
    await call("request", "withdraw", "4", "--by", "Pia")
    const { requests } = await call<{ requests: ReadonlyArray<RequestDocument> }>("request", "list")
    assert.deepStrictEqual(
      requests.map(({ request, state }) => [request, state]),
      [
        [1, "published"],
        [2, "refused"],
        [3, "refused"],
        [4, "withdrawn"]
      ]
    )
    assert.include((await corridor("request", "show", "3")).stdout, reason)
    assert.strictEqual((await corridor("request", "show", "99")).code, 1)
  })

  it("with unknown terms list these by place, without their text", async () => {
    const wrong = await corridor(...create("QQQ", "Russia"), "--sex", "Female")
    assert.deepStrictEqual([wrong.code, wrong.stdout], [1, ""])
    assert.match(wrong.stderr, /from: countries[\s\S]*sex: no value/)
    assert.notInclude(wrong.stderr, "QQQ")
  })

  it("every verb has help with examples", async () => {
    const verbs = ["create", "list", "show", "submit", "check", "approve", "refuse", "publish", "withdraw"]
    const all = (await corridor("request", "--help")).stdout
    for (const verb of verbs) assert.match(all, new RegExp(`^ +${verb} `, "m"))
    for (const verb of ["list", "refuse"]) {
      const { code, stdout } = await corridor("request", verb, "--help")
      assert.strictEqual(code, 0)
      assert.match(stdout, new RegExp(`EXAMPLES[\\s\\S]*corridor request ${verb}`))
    }
  })
})
