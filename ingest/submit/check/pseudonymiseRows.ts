/** **High risk.** Gives records their ids and first pseudonyms. Everything that leaves this machine passes here. */
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { canonicalReference, earlierForm, isFirstPseudonym, nameOfSpelling } from "../../keys/CaseNumber.ts"
import { uuidOfHash } from "../../keys/uuidOfHash.ts"
import { someId } from "./AssembleRow.ts"
import { type Similarity, similarityOf } from "./CasesOfFile.ts"
import type { WholeRow } from "./JudgedRow.ts"
import type { PartnerHasher } from "./PartnerHasher.ts"
import { isRecordId, nameOfRecord } from "./RecordNames.ts"
import { shortHash } from "./shortHash.ts"

/** A record that may be sent, with its id and first pseudonym instead of the case number. */
export interface ReadyRow {
  readonly kind: RecordKind
  readonly record: Readonly<Record<string, unknown>>
  /** True if the partner gave an id and no revision: then a change becomes the next revision. */
  readonly revisable: boolean
  /**
   * The id that the record has if it was sent when case numbers were pseudonymised as they were typed. Present if the number is not in its
   * canonical form and the id derives from it.
   */
  readonly earlierId?: string
}

/** A record with its ids, and what it is compared by. */
export interface PseudonymisedRow {
  readonly ready: ReadyRow
  /** The record as it is hashed: its `hashedText`. */
  readonly text: string
  /** What similar case numbers share; undefined if there is no case number. */
  readonly similarity: Similarity | undefined
  /**
   * A short hash of the content, if the partner gave the record's id; otherwise 0, as the id derives from it. Two different contents have the same with a
   * probability of 1 in 4,000 million.
   */
  readonly content: number
}

/** Makes case references for rows without one. Equal rows are distinguished by their order. */
export class AnonymousCases {
  private readonly times = new Map<string, number>()

  referenceOf(hash: string): string {
    const short = hash.slice(0, 24)
    const time = (this.times.get(short) ?? 0) + 1
    this.times.set(short, time)
    return `ctdc-row ${hash} ${time}`
  }
}

/** The first fields of every record, by the schema's order. */
const headOf = (revision: unknown, caseReference: unknown) =>
  `"revision":${JSON.stringify(revision)},"caseReference":${JSON.stringify(caseReference)}`

/** Returns a record as JSON from its case reference on, which the two texts that are hashed have in common. */
const restOf = (record: Readonly<Record<string, unknown>>): string => {
  const head = `{"recordId":"${someId}",${headOf(record["revision"], record["caseReference"])}`
  const text = JSON.stringify(record)
  if (!text.startsWith(head)) throw new Error("The fields of a record are not in the schema's order.")
  return text.slice(head.length)
}

/** Assigns record ids and replaces case references by first pseudonyms. */
export const pseudonymiseRows = async (
  wholes: ReadonlyArray<WholeRow>,
  hasher: PartnerHasher,
  anonymous: AnonymousCases
): Promise<ReadonlyArray<PseudonymisedRow>> => {
  const rows = wholes.flatMap(({ anonymous: row }) => (row === undefined ? [] : [`row\0${row}`]))
  const rowHashes = rows.length === 0 ? [] : await hasher.hmacHex(rows)
  let nextRow = 0
  const references = wholes.map(({ record, anonymous: row }) =>
    row === undefined ? (record["caseReference"] as string) : anonymous.referenceOf(rowHashes[nextRow++] as string)
  )
  const rests = wholes.map(({ record }) => restOf(record))
  const texts: Array<string> = []
  /** Returns the position of the text among those that are hashed; -1 for none. */
  const add = (text: string | undefined) => (text === undefined ? -1 : texts.push(text) - 1)
  const places = wholes.map(({ kind, givenId, anonymous: row }, i) => {
    const reference = references[i] as string
    const canonical = row === undefined ? canonicalReference(reference) : reference
    const idText = (caseReference: string) =>
      `record\0{${headOf(0, caseReference)}${(rests[i] as string).slice(0, -1)},"kind":"${kind}"}`
    const named = givenId === undefined || isRecordId(givenId) ? undefined : nameOfRecord(kind, givenId)
    return {
      id: add(givenId === undefined ? idText(canonical) : named),
      earlierId: add(givenId === undefined && canonical !== reference ? idText(earlierForm(reference)) : undefined),
      person: add(isFirstPseudonym(reference) ? undefined : nameOfSpelling(canonical))
    }
  })
  const hashes = await hasher.hmacHex(texts)
  return wholes.map(({ kind, record, givenId, hasRevision, anonymous: row }, i) => {
    const { id, earlierId, person } = places[i] as (typeof places)[number]
    const reference = references[i] as string
    const rest = rests[i] as string
    const recordId = id === -1 ? givenId?.toLowerCase() : uuidOfHash(hashes[id] as string)
    const caseReference = hashes[person] ?? reference
    const ready: ReadyRow = {
      kind,
      record: { ...record, recordId, caseReference },
      revisable: givenId !== undefined && !hasRevision,
      ...(earlierId === -1 ? {} : { earlierId: uuidOfHash(hashes[earlierId] as string) })
    }
    const text = `["${kind}",{"recordId":"${recordId}",${headOf(record["revision"], caseReference)}${rest}]`
    const similarity = row === undefined ? similarityOf(reference) : undefined
    const content = givenId === undefined ? 0 : shortHash(rest, shortHash(`${kind}${caseReference}`))
    return { ready, text, similarity, content }
  })
}
