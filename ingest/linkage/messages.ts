/** Messages between the parties of a linkage round, as schemas: what a party takes from another is checked here. */
import { maxElements } from "@corridor/linkage/oprf/Evaluation"
import { encodedLength } from "@corridor/linkage/oprf/Group"
import { idPattern } from "@corridor/linkage/round/Terms"
import { Schema } from "effect"

export const Text = Schema.String.check(Schema.isMaxLength(4_000))
/** The name of a party, which can be the name of a file and part of an address. */
export const PartyName = Schema.String.check(Schema.isPattern(idPattern))

const Texts = Schema.Array(Text)
const Stratum = Schema.Record(Schema.String, Schema.String)

export const TermsMessage = Schema.Struct({
  round: Text,
  nonce: Text,
  purpose: Text,
  until: Schema.optionalKey(Text),
  fields: Texts,
  rules: Texts,
  keys: Schema.optionalKey(Schema.Int),
  strata: Schema.Record(Schema.String, Texts),
  holders: Schema.Array(Schema.Struct({ id: Text, signKey: Text, boxKey: Text })),
  threshold: Schema.Int,
  limits: Schema.Struct({ persons: Schema.Int, elements: Schema.Int }),
  epsilon: Schema.optionalKey(Schema.Finite)
})

export const DecisionMessage = Schema.Struct({
  decision: Schema.Literals(["agree", "veto"]),
  partner: Text,
  terms: TermsMessage,
  signature: Text
})

export const DealMessage = Schema.Struct({ dealer: Schema.Int, commitments: Texts, knowledge: Text, boxes: Texts })

export const DealMessages = Schema.Array(DealMessage)

/** Elements one after another, as base64url. */
export const ElementsMessage = Schema.Struct({
  agreement: DecisionMessage,
  holders: Schema.Array(Schema.Int),
  elements: Schema.String.check(Schema.isMaxLength(Math.ceil((maxElements * encodedLength * 4) / 3))),
  withProof: Schema.Boolean
})

export const AnswerMessage = Schema.Struct({ products: Schema.String, proof: Schema.optionalKey(Schema.String) })

export const RowsMessage = Schema.Array(
  Schema.Struct({
    tokens: Schema.Array(Schema.Struct({ rule: Schema.String, token: Schema.String })),
    stratum: Stratum,
    known: Schema.optionalKey(Schema.String)
  })
)

/** What the linker's operator chooses for a round; holders, rules and the nonce are added by the linker. */
export const RoundRequest = Schema.Struct({
  round: Text,
  purpose: Text,
  /** The last day of the agreement; by default the linker's. */
  until: Schema.optionalKey(Text),
  fields: Texts,
  strata: Schema.Record(Schema.String, Texts),
  threshold: Schema.Int,
  persons: Schema.Int,
  epsilon: Schema.optionalKey(Schema.Finite)
})

export const CloseRequest = Schema.Struct({ accept: Texts, exclude: Texts })

/** The public identity of a holder. */
export const IdentityMessage = Schema.Struct({ id: Text, signKey: Text, boxKey: Text })

/** A round as the linker shows it to partners. */
export const RoundMessage = Schema.Struct({
  stage: Schema.Literals(["dealing", "open", "closed", "destroyed"]),
  terms: TermsMessage,
  key: Schema.optionalKey(Schema.Struct({ deals: DealMessages, confirmations: Texts }))
})
