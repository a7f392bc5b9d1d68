/** Records that wait on this device until there is a network. All of them are checked and pseudonymised; case numbers are never here. */
import type { StoredProblem } from "../../../../schemas/Problems.ts"
import type { ReadyRow } from "../../../submit/check/pseudonymiseRows.ts"
import { type PortalClient, ServerRefused } from "../../api/PortalClient.ts"
import type { Draft } from "./Draft.ts"
import { minPassphrase, queueKey, queueKeyRounds, type Sealed, seal, unseal } from "./QueueKey.ts"
import {
  addLock,
  addRecord,
  readDraft,
  readLock,
  readRecords,
  removeDraft,
  removeRecord,
  replaceRecord,
  writeDraft
} from "./QueueStore.ts"

/** A checked record, and what identifies it when it is sent: sent again, it is the same record with the same receipt. */
export interface CheckedRecord {
  readonly ready: ReadyRow
  readonly contentHash: string
  readonly keyCheck: string
}

interface Waiting extends CheckedRecord {
  readonly state: "waiting"
  /** When it was added, in milliseconds since 1970. */
  readonly at: number
  /** Empty unless the server has refused it. */
  readonly problems: ReadonlyArray<StoredProblem>
}

/** Only the id of a sent record is kept, to ask for its outcome. */
interface Sent {
  readonly state: "sent"
  readonly at: number
  readonly recordId: string
}

export type QueuedRecord = (Waiting | Sent) & { readonly name: string }

const isWaiting = (record: QueuedRecord): record is Waiting & { readonly name: string } => record.state === "waiting"

/** Returns the id of a record, which was fixed when it was checked. */
export const recordIdOf = (record: QueuedRecord): string =>
  isWaiting(record) ? (record.ready.record["recordId"] as string) : record.recordId

/** Returns whether a record waits with this content. With another content it is corrected, and so is the correction of a correction. */
export const hasRecord = (queued: ReadonlyArray<QueuedRecord>, { ready, contentHash }: CheckedRecord): boolean =>
  queued.filter(isWaiting).findLast((one) => recordIdOf(one) === ready.record["recordId"])?.contentHash === contentHash

/** Only one tab at a time changes the queue or sends from it. */
const alone = <A>(work: () => Promise<A>): Promise<A> =>
  navigator.locks.request("corridor-queue", work) as unknown as Promise<A>

/** An unlocked queue of one partner. */
export class Queue {
  readonly partner: string
  private readonly key: CryptoKey

  constructor(partner: string, key: CryptoKey) {
    this.partner = partner
    this.key = key
  }

  /** Returns the records, oldest first. */
  async list(): Promise<ReadonlyArray<QueuedRecord>> {
    const records = await Promise.all(
      (await readRecords()).map(async (sealed) => [sealed.name, await unseal(this.key, sealed)] as const)
    )
    return records.flatMap(([name, record]) => (record === undefined ? [] : [{ ...(record as Waiting | Sent), name }]))
  }

  /**
   * Adds a record. One that is in the queue already, with the same content, is not added again. Fails if the browser keeps nothing, or if
   * another tab has deleted the queue.
   */
  readonly add = (record: CheckedRecord): Promise<void> =>
    alone(async () => {
      await this.refuseIfDeleted()
      if (hasRecord(await this.list(), record)) return
      const waiting: Waiting = { state: "waiting", at: Date.now(), problems: [], ...record }
      await addRecord(await this.sealed(crypto.randomUUID(), waiting))
    })

  /**
   * Sends the waiting records one by one, each as a separate submission, and calls `onSent` after each.
   *
   * A record that the server refuses keeps its problems and waits. Throws `ServerRefused` at the first one that cannot be sent at all; those
   * after it wait too. A record whose response was lost is sent again, and the server recognises it.
   */
  readonly send = (server: PortalClient, onSent: () => void): Promise<void> =>
    alone(async () => {
      for (const record of (await this.list()).filter(isWaiting)) {
        const problems = await refusedBy(server, record)
        const { name, at, ...waiting } = record
        const next: Waiting | Sent =
          problems === undefined ? { state: "sent", at, recordId: recordIdOf(record) } : { ...waiting, at, problems }
        await replaceRecord(await this.sealed(name, next))
        onSent()
      }
    })

  readonly remove = (record: QueuedRecord): Promise<void> => alone(() => removeRecord(record.name))

  /** Keeps a half-filled form, instead of the one before. Fails as `add` does. */
  readonly keepDraft = (draft: Draft): Promise<void> =>
    alone(async () => {
      await this.refuseIfDeleted()
      await writeDraft(await seal(this.key, "draft", draft))
    })

  /** Returns the form that is kept; undefined if there is none. */
  async draft(): Promise<Draft | undefined> {
    const sealed = await readDraft()
    return sealed === undefined ? undefined : ((await unseal(this.key, sealed)) as Draft | undefined)
  }

  /** Another tab may have deleted the queue. What is kept with its key then could never be read. */
  private async refuseIfDeleted(): Promise<void> {
    const lock = await readLock()
    if (lock === undefined || (await unseal(this.key, lock.owner)) === undefined)
      throw new Error("The queue was deleted")
  }

  private sealed(name: string, record: Waiting | Sent): Promise<Sealed> {
    return seal(this.key, name, record)
  }
}

/** Sends a record. Returns its problems if the server refuses it, and undefined if it was sent. */
const refusedBy = async (
  server: PortalClient,
  { ready, contentHash, keyCheck }: CheckedRecord
): Promise<ReadonlyArray<StoredProblem> | undefined> => {
  const chunks = async function* () {
    yield { text: JSON.stringify(ready), rows: 1 }
  }
  try {
    const plan = { undo: false, warnings: [], contentHash, keyCheck, records: 1 }
    const { heldBackRecords } = await server.upload({ ...plan, chunks: chunks(), onSent: () => {} })
    return heldBackRecords.length === 0 ? undefined : [{ code: "record-corrected-since", path: "" }]
  } catch (error) {
    if (error instanceof ServerRefused && error.refusal.why === "rows") return error.refusal.problems
    throw error
  }
}

/** Returns whether this device keeps a half-filled form. */
export const hasDraft = async (): Promise<boolean> => (await readDraft()) !== undefined

/** Deletes the half-filled form. It needs no key, so that a form whose passphrase is lost can be deleted. */
export const dropDraft = (): Promise<void> => alone(removeDraft)

/** Returns whether this device has a queue. */
export const isPrepared = async (): Promise<boolean> => (await readLock()) !== undefined

/** Makes the queue of this device. The passphrase has at least `minPassphrase` characters. */
export const prepareQueue = async (partner: string, partnerKey: CryptoKey, passphrase: string): Promise<Queue> => {
  if (passphrase.length < minPassphrase) throw new Error("The passphrase is too short")
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const key = await queueKey(partnerKey, passphrase, salt, queueKeyRounds)
  await addLock({ salt, iterations: queueKeyRounds, owner: await seal(key, "owner", { partner }) })
  return new Queue(partner, key)
}

/** Opens the queue of this device. Undefined if the passphrase or the partner's key is another one. */
export const unlockQueue = async (partnerKey: CryptoKey, passphrase: string): Promise<Queue | undefined> => {
  const lock = await readLock()
  if (lock === undefined) return undefined
  const key = await queueKey(partnerKey, passphrase, lock.salt, lock.iterations)
  const owner = (await unseal(key, lock.owner)) as { readonly partner: string } | undefined
  return owner === undefined ? undefined : new Queue(owner.partner, key)
}
