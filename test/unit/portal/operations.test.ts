/** Which role may do what in the portal: every operation of the API is listed here. */
import { assert, it } from "@effect/vitest"
import { HttpApi } from "effect/http-api"
import { operations } from "../../../ingest/portal/api/operations.ts"
import { PortalApi } from "../../../ingest/portal/api/PortalApi.ts"
import { partnerRoles, partnerScopes } from "../../../ports/identity/Principal.ts"

const everybody = ["enter", "approve", "manage"]

const expected: Readonly<Record<string, ReadonlyArray<string> | "without sign-in">> = {
  "session.show": "without sign-in",
  "session.signIn": "without sign-in",
  "session.signOut": "without sign-in",
  "templates.fetch": "without sign-in",
  "enrolment.enrol": everybody,
  "uploads.begin": ["enter"],
  "uploads.rows": ["enter"],
  "uploads.end": ["enter"],
  "mapping.show": ["enter"],
  "mapping.keep": ["enter"],
  "withdrawals.send": ["enter"],
  "receipts.list": everybody,
  "receipts.show": everybody,
  "direct.show": everybody,
  "quality.show": everybody,
  "linkage.list": everybody,
  "linkage.page": everybody,
  "outcomes.show": everybody,
  "history.show": everybody,
  "review.list": everybody,
  "review.history": everybody,
  "review.set": ["manage"],
  "review.show": ["approve"],
  "review.approve": ["approve"],
  "review.giveBack": ["approve"],
  "accounts.list": ["manage"],
  "accounts.invite": ["manage"],
  "accounts.inviteAgain": ["manage"],
  "accounts.change": ["manage"],
  "accounts.remove": ["manage"]
}

it("every operation has its roles, and a new one is not served before it has", () => {
  const served: Array<string> = []
  HttpApi.reflect(PortalApi, {
    onGroup: () => {},
    onEndpoint: ({ group, endpoint }) => served.push(`${group.identifier}.${endpoint.identifier}`)
  })
  assert.sameMembers(Object.keys(expected), served)
  const actual = Object.entries(operations).map(([name, scope]) => [
    name,
    scope === null ? "without sign-in" : partnerRoles.filter((role) => partnerScopes([role]).includes(scope))
  ])
  assert.deepStrictEqual(Object.fromEntries(actual), expected)
})
