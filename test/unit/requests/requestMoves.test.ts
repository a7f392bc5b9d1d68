/** The table of moves: complete, without ways round the machine and the two reviewers, and drawn as it is. */
import { assert, describe, it } from "@effect/vitest"
import {
  allowedMove,
  type Mover,
  type RequestMoveName,
  type RequestState,
  requestMoveNames,
  requestMoves,
  requestStates
} from "../../../release/requests/requestMoves.ts"
import { checkStatesPage } from "../../fixtures/statesPage.ts"

const states = Object.keys(requestStates) as ReadonlyArray<RequestState>
const pia = { requester: "pia", isRequesterKnown: true, isNewer: false, approvers: ["ole"], isKnown: true }
const movers: Readonly<Record<string, Mover>> = {
  requester: { ...pia, by: "pia", as: "person" },
  stranger: { ...pia, by: "pol", as: "person" },
  first: { ...pia, by: "ole", as: "reviewer" },
  second: { ...pia, by: "ola", as: "reviewer" },
  asker: { ...pia, by: "pia", as: "reviewer" },
  operator: { ...pia, by: "oli", as: "operator" },
  // A name alone, for a request of an account.
  name: { ...pia, by: "pia", as: "person", isKnown: false },
  // The requester is a name that nobody has proved.
  unasked: { ...pia, by: "ola", as: "reviewer", isRequesterKnown: false },
  newer: { ...pia, by: "ola", as: "reviewer", isNewer: true },
  unprovenRequester: { ...pia, by: "pia", as: "person", isRequesterKnown: false, isKnown: false },
  machine: { ...pia, by: "machine", as: "machine" }
}

/** The allowed moves, typed by hand: state, move, next state, who may. */
const allowed: ReadonlyArray<readonly [RequestState, RequestMoveName, RequestState, ReadonlyArray<string>]> = [
  ["drafted", "submit", "submitted", ["requester", "asker", "unprovenRequester"]],
  ["drafted", "answer", "answered", ["machine"]],
  ["drafted", "withdraw", "withdrawn", ["requester", "asker", "unprovenRequester"]],
  ["submitted", "answer", "answered", ["machine"]],
  ["submitted", "pass", "checked", ["machine"]],
  ["submitted", "fail", "refused", ["machine"]],
  ["submitted", "withdraw", "withdrawn", ["requester", "asker", "unprovenRequester"]],
  ["checked", "approve", "read", ["first", "second"]],
  ["checked", "refuse", "refused", ["first", "second", "unasked", "newer"]],
  ["checked", "withdraw", "withdrawn", ["requester", "asker", "unprovenRequester"]],
  ["read", "approve", "reviewed", ["second"]],
  ["read", "refuse", "refused", ["first", "second", "unasked", "newer"]],
  ["read", "withdraw", "withdrawn", ["requester", "asker", "unprovenRequester"]],
  ["reviewed", "publish", "published", ["operator"]],
  ["reviewed", "refuse", "refused", ["first", "second", "unasked", "newer"]],
  ["reviewed", "return", "submitted", ["machine"]]
]

describe("moves of a request", () => {
  it("every state, move and mover: allowed as listed here, or refused with a message", () => {
    for (const state of states)
      for (const move of requestMoveNames)
        for (const [name, mover] of Object.entries(movers)) {
          const found = allowedMove(state, move, mover)
          const [, , to, who] = allowed.find((one) => one[0] === state && one[1] === move) ?? []
          const expected = who?.includes(name) === true ? to : undefined
          assert.strictEqual("to" in found ? found.to : undefined, expected, `${state} ${move} by ${name}`)
          if (expected === undefined) assert.isAbove("refused" in found ? found.refused.length : 0, 10)
        }
    assert.strictEqual(requestMoves.length, allowed.length)
  })

  it("every state can be reached and left, except the final ones; each has the owner who can move it", () => {
    const owners = { requester: ["the requester"], machine: ["the system"], operator: ["an operator"] } as const
    for (const state of states) {
      const ways = requestMoves.filter(({ from }) => from === state)
      const { owner } = requestStates[state]
      if (state !== "drafted") assert.isTrue(requestMoves.some(({ to }) => to === state))
      if (owner === "nobody") assert.deepStrictEqual(ways, [])
      else {
        const who: ReadonlyArray<string> = owner === "reviewer" ? ["a reviewer", "another reviewer"] : owners[owner]
        assert.isTrue(
          ways.some(({ by }) => who.includes(by)),
          state
        )
      }
    }
  })

  it("every way to published passes the machine and then two approvals", () => {
    const ways = (from: RequestState, passed: ReadonlyArray<string>, seen: number): ReadonlyArray<string> =>
      from === "published"
        ? [passed.slice(passed.lastIndexOf("pass")).join(" ")]
        : seen > 12
          ? []
          : requestMoves.flatMap((one) => (one.from === from ? ways(one.to, [...passed, one.move], seen + 1) : []))
    assert.deepStrictEqual([...new Set(ways("drafted", [], 0))], ["pass approve approve publish"])
  })

  it("a reviewer cannot review an own request or review twice, however the name is written", () => {
    for (const by of ["pia", "Pia", " PIA ", "Ｐia"])
      assert.property(allowedMove("checked", "approve", { ...(movers["first"] as Mover), by }), "refused", by)
    for (const by of ["ole", " OLE "])
      assert.property(allowedMove("read", "approve", { ...(movers["second"] as Mover), by }), "refused", by)
    for (const by of ["", " ", "42"])
      assert.property(allowedMove("checked", "approve", { ...(movers["second"] as Mover), by }), "refused", by)
  })

  it("STATES.md is the table", () => {
    checkStatesPage({
      folder: "release/requests",
      of: "request",
      source: "requestMoves.ts",
      first: "drafted: draft",
      columns: ["state", "owner", "meaning"],
      states: Object.entries(requestStates).map(([state, { owner, meaning }]) => [state, owner, meaning] as const),
      moves: requestMoves
    })
  })
})
