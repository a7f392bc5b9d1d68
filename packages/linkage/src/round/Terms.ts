/** What a round is: everything that partners sign, holders serve and the linker counts. */
import { keysVersion } from "../keys/rules.ts"
import type { Stratum } from "../link/PersonRow.ts"
import { sha512 } from "../oprf/Group.ts"
import { RoundRefused } from "./RoundRefused.ts"
import { fromText, toText } from "./text.ts"

/** The public identity of a key holder. */
export interface HolderIdentity {
  readonly id: string
  /** Ed25519, by which it confirms the round's key; as text. */
  readonly signKey: string
  /** X25519, to which other holders encrypt; as text. */
  readonly boxKey: string
}

export interface Terms {
  readonly round: string
  /** Random, as text: two rounds never have equal terms. */
  readonly nonce: string
  /** What the counts are for, in words. */
  readonly purpose: string
  /** The last day of the agreement, YYYY-MM-DD in UTC; absent in rounds of earlier versions. */
  readonly until?: string
  /** What the client reads of a case file. */
  readonly fields: ReadonlyArray<string>
  /** Linkage rules, strict first. */
  readonly rules: ReadonlyArray<string>
  /** Version of the keys that clients make (`keysVersion`); absent in rounds of the first. */
  readonly keys?: number
  /** The labels of each dimension of the strata. */
  readonly strata: Readonly<Record<string, ReadonlyArray<string>>>
  /** In the order of their numbers, from 1. */
  readonly holders: ReadonlyArray<HolderIdentity>
  /** How many holders have to take part in an answer, and could unmask together. */
  readonly threshold: number
  readonly limits: {
    /** Persons that a partner may submit. */
    readonly persons: number
    /** Elements that each holder evaluates for a partner, padding included. */
    readonly elements: number
  }
  /** The privacy loss of the counts that leave the linker; absent: counts are exact, for a gate that protects them. */
  readonly epsilon?: number
}

const longestText = 2_000
const maxHolders = 50

/** Labels of a dimension at most: all countries. A dimension with more, such as days of birth, would single out persons. */
const maxLabels = 300

/** Below the least, noise has more digits than numbers; above the most, it protects no one. */
const [minEpsilon, maxEpsilon] = [0.001, 10]

/** An id that can be the name of a file and part of an address. */
export const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/

const names = (texts: ReadonlyArray<string>): boolean =>
  texts.length > 0 &&
  new Set(texts).size === texts.length &&
  texts.every((text) => text.length > 0 && text.length <= longestText)

const isKey = (text: string): boolean => fromText(text)?.length === 32

const day = 86_400_000

/** The most days that an agreement may last: partners agree to a purpose and a period. */
const maxDays = 366

/** The first moment after the last day; NaN if that is not a day. */
const endOf = (until: string): number =>
  /^\d{4}-\d{2}-\d{2}$/.test(until) ? Date.parse(`${until}T00:00:00Z`) + day : Number.NaN

/** Returns whether a text is a day that the calendar has. */
export const isDay = (text: string): boolean => !Number.isNaN(endOf(text))

/** Returns the day that is so many days after another one. */
export const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * day).toISOString().slice(0, 10)

/** Returns the last day of an agreement that is announced without one: 90 days from now. */
export const usualLastDay = (now: Date): string => dayAfter(now, 90)

/** What says when an agreement ends: the terms of a round or of a federated count. */
type Period = Pick<Terms, "until">

/** Returns whether the agreement has ended: no party then signs, evaluates, accepts or counts anything under it. */
export const isExpired = ({ until }: Period, now: Date): boolean => until !== undefined && now.getTime() >= endOf(until)

/** Refuses what is done by an agreement that has ended. */
export const assertNotExpired = (terms: Period, now: Date): void => {
  if (isExpired(terms, now)) throw new RoundRefused("expired")
}

/** Returns whether a day can be the last one of an agreement that is signed now. */
export const canBeLast = (until: string, now: Date): boolean =>
  endOf(until) > now.getTime() && endOf(until) <= now.getTime() + (maxDays + 1) * day

/** Refuses terms to which no party may agree any more: without a last day, or with one that is past or too far off. */
export const assertLimited = (terms: Period, now: Date): void => {
  assertNotExpired(terms, now)
  if (!canBeLast(terms.until ?? "", now)) throw new RoundRefused("terms-invalid")
}

/** Returns whether this program makes the keys of a round. Otherwise the partner's persons would be linked with no one. */
export const hasOwnKeys = ({ keys }: Pick<Terms, "keys">): boolean => keys === keysVersion

/**
 * Returns which parts of the terms are not valid, by name; empty if all are.
 *
 * @example
 * ```ts
 * import { type Terms, termsProblems } from "@corridor/linkage"
 *
 * export const isValid = (terms: Terms): boolean => termsProblems(terms).length === 0
 * ```
 */
export const termsProblems = (terms: Terms): ReadonlyArray<string> => {
  const { round, nonce, purpose, until, fields, rules, strata, holders, threshold, limits, epsilon } = terms
  const checks: Readonly<Record<string, boolean>> = {
    round: idPattern.test(round),
    nonce: isKey(nonce),
    purpose: names([purpose]),
    until: until === undefined || isDay(until),
    fields: names(fields),
    rules: names(rules),
    strata:
      names(Object.keys(strata)) &&
      Object.values(strata).every((labels) => names(labels) && labels.length <= maxLabels),
    holders:
      holders.length <= maxHolders &&
      names(holders.map(({ id }) => id)) &&
      holders.every(({ id }) => idPattern.test(id)) &&
      names(holders.map(({ signKey }) => signKey)) &&
      names(holders.map(({ boxKey }) => boxKey)) &&
      holders.every(({ signKey, boxKey }) => isKey(signKey) && isKey(boxKey)),
    threshold: Number.isSafeInteger(threshold) && threshold >= 2 && threshold <= holders.length,
    limits: [limits.persons, limits.elements].every((limit) => Number.isSafeInteger(limit) && limit > 0),
    epsilon: epsilon === undefined || (epsilon >= minEpsilon && epsilon <= maxEpsilon)
  }
  return Object.entries(checks).flatMap(([name, holds]) => (holds ? [] : [name]))
}

/** Returns whether a stratum has, for every dimension of the terms, one of its labels. */
export const isStratum = ({ strata }: Pick<Terms, "strata">, stratum: Stratum): boolean =>
  Object.entries(strata).every(([dimension, labels]) => labels.includes(stratum[dimension] ?? ""))

/** JSON with the members of objects in order, so that equal values have equal texts. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .join()}}`
}

/** 32 bytes that everything in a round is bound to. */
export const termsDigest = (terms: Terms): Uint8Array =>
  sha512(new TextEncoder().encode(`corridor linkage terms 1\n${canonical(terms)}`)).subarray(0, 32)

/**
 * Returns the digest as text, by which people compare what they signed.
 *
 * @example
 * ```ts
 * import { type Terms, termsCode } from "@corridor/linkage"
 *
 * export const isAgreed = (own: Terms, offered: Terms): boolean => termsCode(own) === termsCode(offered)
 * ```
 */
export const termsCode = (terms: Terms): string => toText(termsDigest(terms))
