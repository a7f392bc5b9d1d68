import type { Redacted } from "effect"
import type { ProtectionMethod } from "../methods/ProtectionMethod.ts"
import type { Profile } from "../rules/Profile.ts"
import type { Apriori } from "../tables/Apriori.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import type { KnownGroup } from "../tables/KnownGroup.ts"

export interface ProtectOptions {
  /** The label of margins. */
  readonly total: string
  readonly profile: Profile
  readonly hierarchy: Hierarchy
  /** Earlier releases, each with its tables as published. */
  readonly earlier?: ReadonlyArray<ReadonlyArray<CountTable>>
  /** Suppression if absent. */
  readonly method?: ProtectionMethod
  /**
   * Secret of random methods. With suppression it decides among patterns of about equal loss, so that an attacker who has the code
   * learns nothing from the choice; if absent, a new key is drawn, and a repeated call may hide other cells.
   */
  readonly key?: Redacted.Redacted<string> | undefined
  /**
   * Groups that are known to exist. Their zeros are unsafe under profiles with that rule. The tables must have rows for
   * them.
   */
  readonly knownGroups?: ReadonlyArray<KnownGroup>
  /** What a person has decided about single cells. Only with suppression. */
  readonly apriori?: Apriori | undefined
  /**
   * Dimensions whose values may harm a person. No group may be left in which everyone is known to have one value. The tables must have rows for values
   * that no person has (`withSensitiveRows`).
   */
  readonly sensitive?: ReadonlyArray<string>
}
