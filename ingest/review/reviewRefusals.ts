/** Why a decision on an entry, or a change of review, is not possible. */
export const reviewRefusals = {
  "own-entry": "Another account must approve what this account entered.",
  "account-newer":
    "An account cannot approve what was entered before the account was created, or access to it was given by a code or a new password.",
  "not-waiting": "The entry does not wait for a decision any more.",
  "something-waits": "Entries wait for approval. Approve or return them before review is turned off.",
  "review-full": "Too much waits for approval. Approve or return some of it first."
} as const

export type ReviewRefusal = keyof typeof reviewRefusals

export const reviewRefusalNames = Object.keys(reviewRefusals) as ReadonlyArray<ReviewRefusal>
