/** Why a party refuses a message. The text holds no value of the message. */
export const refusals = {
  "terms-invalid": "The terms of the round are not valid",
  "agreement-missing": "There is no valid signed agreement of this partner with these terms",
  veto: "The partner has vetoed its contribution to this round",
  "not-open":
    "The round is not open for this: no round of this name is announced here, its key is not made yet, or it is closed or destroyed",
  expired: "The agreement has ended: nothing is signed, sent or counted by it any more",
  "other-terms":
    "The round was announced with other terms and has no key yet: repeat the command as it was, or destroy the round and announce another",
  "other-keys": "The round links keys of another version of this program",
  "dealing-failed": "The holders did not agree on a key: the round must be destroyed and announced again",
  limit: "The partner's limit for this round is reached",
  "elements-invalid":
    "The request has bytes that are not group elements, more than 4,096 of them, or holders that cannot take part",
  "answer-false": "A holder's answer is false",
  "submission-invalid":
    "A row has rules, tokens or strata that the terms do not have, or more than 100 rows are said to be of one person",
  "review-needed": "A submission is odd: accept it or leave it out before the round is closed",
  "counts-invalid": "A count has labels that the terms do not have, occurs twice, or is above the limit of one cell",
  "contributions-differ": "The hosts do not have the same contributions: send the missing ones, or remove them at both",
  "too-few-partners": "Too few partners contributed: the counts would show one partner's table to the others",
  "other-partners":
    "Too few days have passed since a count of other partners: the difference of the two sums could be one partner's table",
  "too-soon":
    "Too few days have passed since another round: who changes its input between rounds learns whether a person is known elsewhere",
  "same-holder":
    "Two of the linker's connections lead to a holder with the same keys, which could unmask alone: connect each to its own",
  "share-elsewhere":
    "A holder does not know the round, so its share is not destroyed. Start it with the folder that it had, and repeat the command",
  "already-submitted":
    "The partner has submitted other rows or counts: a veto removes those of a round, 'link retract' those of a federated count"
} as const

export type Refusal = keyof typeof refusals

/** A party refuses what another one asks, or may not do it itself. The message says why, and what to do. */
export class RoundRefused extends Error {
  override readonly name = "RoundRefused"
  readonly code: Refusal
  /** The id of a holder, if one is to blame. */
  readonly holder: string | undefined

  constructor(code: Refusal, holder?: string) {
    super(holder === undefined ? refusals[code] : `${refusals[code]}: ${holder}`)
    this.code = code
    this.holder = holder
  }
}
