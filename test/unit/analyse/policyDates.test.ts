import { assert, describe, it } from "vitest"
import { policyDates } from "../../../infra/cli/analyse/policyDates.ts"

describe("dates of policy", () => {
  it("are read from the code lists", () => {
    const codes = policyDates.map(({ code }) => code)
    for (const code of [
      "CriminalCodeAmendments2003",
      "UntocRatification2004",
      "ProgrammeStart",
      "EuEnlargement2004",
      "EuEnlargement2007",
      "EuEnlargement2013"
    ])
      assert.include(codes, code)
  })
})
