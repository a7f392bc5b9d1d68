/** Messages of federated counts (decision 0901), as schemas: what a party takes from another is checked here. */
import type { HostSum, Roll } from "@corridor/linkage/counts/CountHost"
import { type CountTerms, countDigest } from "@corridor/linkage/counts/CountTerms"
import type { HostShare } from "@corridor/linkage/counts/contribution"
import { toText } from "@corridor/linkage/round/text"
import { Schema } from "effect"
import { Text } from "../../ingest/linkage/messages.ts"

const HostIdentity = Schema.Struct({ id: Text, signKey: Text })

export const HostIdentityMessage = HostIdentity

export const CountTermsMessage: Schema.Codec<CountTerms, unknown> = Schema.Struct({
  count: Text,
  nonce: Text,
  purpose: Text,
  until: Schema.optionalKey(Text),
  dimensions: Schema.Array(Schema.Struct({ name: Text, labels: Schema.Array(Text) })),
  hosts: Schema.Tuple([HostIdentity, HostIdentity]),
  minimumPartners: Schema.Int,
  mostPersons: Schema.Int
})

const Entries = Schema.Array(Schema.Tuple([Text, Text]))

export const ShareMessage: Schema.Codec<HostShare, unknown> = Schema.Struct({
  manifest: Schema.Struct({ partner: Text, digests: Schema.Tuple([Text, Text]), signature: Text }),
  share: Schema.String
})

export const RollMessage: Schema.Codec<Roll, unknown> = Schema.Struct({ partners: Entries, signature: Text })

export const SumMessage: Schema.Codec<HostSum, unknown> = Schema.Struct({
  partners: Entries,
  numbers: Schema.String,
  signature: Text
})

/** A count as a host shows it to partners. */
export const CountMessage = Schema.Struct({
  stage: Schema.Literals(["open", "summed", "destroyed"]),
  terms: CountTermsMessage
})

/** Returns the code by which partners compare the terms of a count. */
export const countCode = (terms: CountTerms): string => toText(countDigest(terms))
