/** The table of moves: complete, without ways round the two reviewers, and drawn as it is. */
import { assert, describe, it } from "@effect/vitest"
import {
  findMove,
  type MoveName,
  type ReleaseState,
  releaseMoves,
  releaseStates
} from "../../../release/history/releaseMoves.ts"
import { checkStatesPage } from "../../fixtures/statesPage.ts"

const states = Object.keys(releaseStates) as ReadonlyArray<ReleaseState>
const moves: ReadonlyArray<MoveName> = ["approve", "reject", "retract"]
const who = (by: string) => ({
  by,
  isReviewer: true,
  isStaff: true,
  author: "Ada Author",
  isAuthorKnown: true,
  isNewer: false,
  approvers: ["Bo Reviewer"]
})

/** The allowed moves, typed by hand. */
const allowed: Readonly<Record<ReleaseState, Readonly<Partial<Record<MoveName, ReleaseState>>>>> = {
  held: { approve: "reviewed", reject: "rejected" },
  reviewed: { approve: "published", reject: "rejected" },
  published: { retract: "retracted" },
  rejected: {},
  retracted: {}
}

describe("moves of a release", () => {
  it("every state and move: allowed as listed here, or refused with a message", () => {
    for (const state of states)
      for (const move of moves) {
        const found = findMove(state, move, who("Cy Other"))
        const to = allowed[state][move]
        if (to === undefined) assert.property(found, "refused")
        else assert.strictEqual("to" in found ? found.to : undefined, to, `${state} ${move}`)
      }
    assert.strictEqual(releaseMoves.length, 5)
  })

  it("every path from held to published has two approvals", () => {
    const ways = (from: ReleaseState, approvals: number): ReadonlyArray<number> =>
      from === "published"
        ? [approvals]
        : releaseMoves.flatMap((one) =>
            one.from === from ? ways(one.to, approvals + (one.move === "approve" ? 1 : 0)) : []
          )
    assert.deepStrictEqual(ways("held", 0), [2])
  })

  it("a reviewer cannot review an own release or review twice, however the name is written", () => {
    for (const by of ["Ada Author", "ada author", " ADA  AUTHOR ", "Ａda Author"])
      for (const state of ["held", "reviewed"] as const)
        assert.property(findMove(state, "approve", who(by)), "refused", by)
    for (const by of ["Bo Reviewer", "bo  reviewer"])
      assert.property(findMove("reviewed", "approve", who(by)), "refused", by)
    for (const by of ["", "  ", "42", "—"]) assert.property(findMove("held", "approve", who(by)), "refused", by)
  })

  it("only a reviewer's account approves, only an operator's account rejects, and an unknown author cannot be approved", () => {
    for (const state of states)
      for (const move of moves) {
        const strange = findMove(state, move, { ...who("Cy Other"), isReviewer: false, isStaff: false })
        assert.property(strange, "refused")
        const operator = findMove(state, move, { ...who("Cy Other"), isReviewer: false })
        assert.strictEqual("to" in operator, move !== "approve" && allowed[state][move] !== undefined)
      }
    for (const state of ["held", "reviewed"] as const) {
      assert.property(findMove(state, "approve", { ...who("Cy Other"), isNewer: true }), "refused")
      assert.property(findMove(state, "approve", { ...who("Cy Other"), isAuthorKnown: false }), "refused")
    }
  })

  it("STATES.md is the table", () => {
    checkStatesPage({
      folder: "release/publisher",
      of: "release",
      source: "../history/releaseMoves.ts",
      first: "held: create",
      columns: ["state", "meaning"],
      states: Object.entries(releaseStates),
      moves: releaseMoves.map(({ owner, ...move }) => ({ ...move, by: owner }))
    })
  })
})
