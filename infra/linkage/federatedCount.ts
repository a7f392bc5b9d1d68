/** A federated count (decision 0901) as Corridor, which opens the sum, and as a partner take part in it. */

import { hash, randomBytes } from "node:crypto"
import { differences, type HostSum } from "@corridor/linkage/counts/CountHost"
import { type CountDimension, type CountTerms, countTermsProblems } from "@corridor/linkage/counts/CountTerms"
import { contribute, type OwnCount } from "@corridor/linkage/counts/contribution"
import { type OpenedCount, openSums } from "@corridor/linkage/counts/openSums"
import type { KeyedPerson } from "@corridor/linkage/round/Client"
import { RoundRefused } from "@corridor/linkage/round/RoundRefused"
import { assertLimited, assertNotExpired, isExpired, usualLastDay } from "@corridor/linkage/round/Terms"
import { identifies } from "../../ingest/linkage/caseColumns.ts"
import type { Connection, PartyClient } from "../../ingest/linkage/PartyClient.ts"
import { readOrMake } from "../../ingest/linkage/PartyStore.ts"
import { clientOf, Done, partnerKeys } from "../../ingest/linkage/takePart.ts"
import { CountMessage, countCode, HostIdentityMessage, RollMessage, SumMessage } from "./countMessages.ts"
import type { PartyFolder } from "./PartyFolder.ts"

/** Most persons that a partner may count in one cell: what a sum of all partners has room for. */
const mostPersons = 1_000_000

/** Fewer partners are never added up: with two, each would know the other's table. */
const minimumPartners = 3

const identityOf = (host: PartyClient) => host.call("GET", "/identity", HostIdentityMessage)

const fileOf = (count: string) => `rounds/${count}`

interface CountRequest {
  readonly count: string
  readonly purpose: string
  /** The last day of the agreement; 90 days from now by default. */
  readonly until?: string
  readonly dimensions: ReadonlyArray<CountDimension>
}

/** Refuses terms that are not valid, are of another count, or have a dimension that identifies a person. */
const assertValid = (terms: CountTerms, count: string): void => {
  const identifying = terms.dimensions.some(({ name }) => identifies(name))
  if (terms.count !== count || countTermsProblems(terms).length > 0 || identifying)
    throw new RoundRefused("terms-invalid")
}

/** Makes the terms of a count and gives them to both hosts. An announcement that stopped on the way is continued. */
export const announceCount = async (folder: PartyFolder, request: CountRequest, now: Date): Promise<CountTerms> => {
  const names = Object.keys(folder.read<Readonly<Record<string, Connection>>>("connections") ?? {}).sort()
  const hosts = names.map((name) => clientOf(folder, name))
  const [first, second, ...others] = await Promise.all(hosts.map(identityOf))
  if (first === undefined || second === undefined || others.length > 0) throw new RoundRefused("terms-invalid")
  const nonce = randomBytes(32).toString("base64url")
  const until = request.until ?? folder.read<CountTerms>(fileOf(request.count))?.until ?? usualLastDay(now)
  const asked: CountTerms = { ...request, until, nonce, hosts: [first, second], minimumPartners, mostPersons }
  assertValid(asked, request.count)
  assertLimited(asked, now)
  const terms = readOrMake(folder, fileOf(request.count), () => asked)
  if (countCode({ ...asked, nonce: terms.nonce }) !== countCode(terms)) throw new RoundRefused("other-terms")
  for (const host of hosts) await host.call("POST", "/counts", Done, terms)
  return terms
}

const termsOf = (folder: PartyFolder, count: string): CountTerms => {
  const terms = folder.read<CountTerms>(fileOf(count))
  if (terms === undefined) throw new RoundRefused("not-open")
  return terms
}

interface Opened {
  readonly terms: CountTerms
  readonly cells: ReadonlyArray<OpenedCount>
  readonly partners: ReadonlyArray<string>
}

/** Has both hosts add up, opens the sum of the sums, and has the hosts forget theirs. */
export const openFederated = async (folder: PartyFolder, count: string, now: Date): Promise<Opened> => {
  const terms = termsOf(folder, count)
  const [a, b] = terms.hosts.map(({ id }) => clientOf(folder, id)) as [PartyClient, PartyClient]
  const path = `/counts/${count}`
  const roll = (host: PartyClient) => host.call("GET", `${path}/roll`, RollMessage)
  // Sums that were made before an interruption are given again.
  const known = folder.read<readonly [HostSum, HostSum]>(`sums-${count}`)
  if (known === undefined) assertNotExpired(terms, now)
  const sums = known ?? (await sumsOf(a, b, path, await roll(a), await roll(b)))
  const cells = openSums(terms, sums)
  folder.write(`sums-${count}`, sums)
  return { terms, cells, partners: sums[0].partners.map(([partner]) => partner) }
}

const sumsOf = async (
  a: PartyClient,
  b: PartyClient,
  path: string,
  ofA: typeof RollMessage.Type,
  ofB: typeof RollMessage.Type
): Promise<readonly [HostSum, HostSum]> => [
  await a.call("POST", `${path}/sum`, SumMessage, ofB),
  await b.call("POST", `${path}/sum`, SumMessage, ofA)
]

/** Has both hosts forget their sums, when what was opened is stored. */
export const forgetCount = async (folder: PartyFolder, count: string): Promise<void> => {
  for (const { id } of termsOf(folder, count).hosts) await clientOf(folder, id).call("DELETE", `/counts/${count}`, Done)
  folder.remove(`sums-${count}`)
}

/** Returns the partners whose contributions only one host has. They send them again, or withdraw them. */
export const missingShares = async (folder: PartyFolder, count: string): Promise<ReadonlyArray<string>> => {
  const [a, b] = await Promise.all(
    termsOf(folder, count).hosts.map(({ id }) => clientOf(folder, id).call("GET", `/counts/${count}/roll`, RollMessage))
  )
  return a === undefined || b === undefined ? [] : differences(a, b)
}

/**
 * Returns the terms of a count as a partner's client takes them: both hosts, to which the partner is connected itself, show the same terms and the keys
 * that these name.
 */
export const countTermsFor = async (folder: PartyFolder, count: string, host: string): Promise<CountTerms> => {
  const shownBy = (id: string) => clientOf(folder, id).call("GET", `/counts/${count}`, CountMessage)
  const { terms } = await shownBy(host)
  assertValid(terms, count)
  for (const { id, signKey } of terms.hosts) {
    const shown = await identityOf(clientOf(folder, id))
    if (shown.id !== id || shown.signKey !== signKey) throw new RoundRefused("terms-invalid", id)
    if (countCode((await shownBy(id)).terms) !== countCode(terms)) throw new RoundRefused("terms-invalid", id)
  }
  return terms
}

/** Persons by the labels of all dimensions, each person once. */
export const ownCounts = (
  { dimensions }: CountTerms,
  persons: ReadonlyArray<Pick<KeyedPerson, "stratum">>
): ReadonlyArray<OwnCount> => {
  const labelsOf = ({ stratum }: Pick<KeyedPerson, "stratum">) => dimensions.map(({ name }) => stratum[name] ?? "")
  return [...Map.groupBy(persons, (person) => JSON.stringify(labelsOf(person)))].map(([key, same]) => ({
    labels: JSON.parse(key),
    persons: same.length
  }))
}

/** Shares that were made, and of what: of another table or other terms, others are made. */
interface MadeShares {
  readonly of: string
  readonly shares: ReturnType<typeof contribute>
}

/** Sends a partner's table to both hosts, in shares, until the agreement ends. After an interruption the same shares are sent again, if the table is the same. */
export const sendCounts = async (
  folder: PartyFolder,
  partner: string,
  terms: CountTerms,
  counts: ReadonlyArray<OwnCount>,
  now: Date
): Promise<void> => {
  const file = fileOf(`count-${terms.count}`)
  if (isExpired(terms, now)) folder.remove(file)
  assertLimited(terms, now)
  const of = hash("sha256", JSON.stringify([countCode(terms), partner, counts]))
  const made = folder.read<MadeShares>(file)
  const shares = made?.of === of ? made.shares : contribute(terms, partner, counts, partnerKeys(folder))
  folder.write(file, { of, shares } satisfies MadeShares)
  for (const host of [0, 1] as const)
    await clientOf(folder, terms.hosts[host].id).call("POST", `/counts/${terms.count}/share`, Done, shares[host])
  // Both shares together are the table.
  folder.remove(file)
}

/** Withdraws a partner's shares, as long as they are not added up. */
export const withdrawCounts = async (folder: PartyFolder, terms: CountTerms): Promise<void> => {
  for (const { id } of terms.hosts) await clientOf(folder, id).call("DELETE", `/counts/${terms.count}/share`, Done)
  folder.remove(fileOf(`count-${terms.count}`))
}
