/** A linker whose disk is full, or that is killed, at any write of a closing: the next attempt checks the same things. */
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { assert, it } from "vitest"
import { linkerOperations } from "../../../infra/linkage/linkerOperations.ts"
import { PartyFolder } from "../../../infra/linkage/PartyFolder.ts"
import { termsFor } from "../../../packages/linkage/test/fixtures/roundHere.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("closing")

const rowsOf = (partner: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    tokens: [{ rule: "x", token: `${partner} ${i}` }],
    stratum: { year: "2024" }
  }))

const submission = (partner: string, count: number) => ({ type: "NGO", digest: partner, rows: rowsOf(partner, count) })

const roundOf = (round: string) => ({
  // Whether a submission is odd depends on noise that is bound to the nonce.
  terms: { ...termsFor([]), nonce: round.padEnd(43, "n"), round, rules: ["x"], strata: { year: ["2024"] } },
  agreements: {},
  vetoes: []
})

class FailingFolder extends PartyFolder {
  /** Number of writes until the disk is full. */
  room = Number.POSITIVE_INFINITY
  override write(name: string, value: unknown): void {
    if (this.room-- <= 0) throw new Error("full")
    super.write(name, value)
  }
}

it("a closing that stopped at any of its writes still compares with the round before", async () => {
  const day = 86_400_000
  let now = Date.parse("2026-01-01T00:00:00Z")
  const own = new FailingFolder(folder)
  const close = async (round: string, accept: ReadonlyArray<string>) => {
    // Made anew for each call, as after a restart.
    const operations = linkerOperations(own, () => new Date(now))
    const body = { accept, exclude: [] }
    return operations
      .find(({ path }) => path === "/rounds/:round/close")
      ?.run({ round, body, caller: undefined as never })
  }
  const failureOf = async (attempt: Promise<unknown>) =>
    attempt.then(
      () => undefined,
      (error: unknown) => (error instanceof RoundRefused ? error.code : String(error))
    )
  own.write("noise", "n".repeat(43))
  own.write("rounds/spring", {
    ...roundOf("spring"),
    stage: "open",
    submissions: { north: submission("north", 12), south: submission("south", 12) }
  })
  assert.isUndefined(await failureOf(close("spring", [])))
  // A round of the time between was destroyed.
  own.write("rounds/summer", { ...roundOf("summer"), stage: "destroyed", submissions: {} })
  now += 200 * day
  own.write("rounds/autumn", {
    ...roundOf("autumn"),
    stage: "open",
    submissions: { north: submission("north", 60), south: submission("south", 12) }
  })
  assert.strictEqual(await failureOf(close("autumn", [])), "review-needed")
  for (const room of [0, 1]) {
    own.room = room
    assert.strictEqual(await failureOf(close("autumn", ["north"])), "Error: full")
    own.room = Number.POSITIVE_INFINITY
    assert.strictEqual(await failureOf(close("autumn", [])), "review-needed", `after ${room} writes`)
  }
  assert.isUndefined(await failureOf(close("autumn", ["north"])))
  // The next one is compared with autumn, not with spring.
  now += 200 * day
  own.write("rounds/winter", {
    ...roundOf("winter"),
    stage: "open",
    submissions: { north: submission("north", 60), south: submission("south", 12) }
  })
  assert.isUndefined(await failureOf(close("winter", [])))
})
