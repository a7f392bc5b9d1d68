import { type DBSchema, type IDBPDatabase, openDB } from "idb"
import type { Sealed } from "./QueueKey.ts"

/** What opens the queue in addition to the partner's key and the passphrase. `owner` is encrypted with the queue's key, and so shows whether a key is right. */
interface QueueLock {
  readonly salt: Uint8Array<ArrayBuffer>
  readonly iterations: number
  readonly owner: Sealed
}

/** All that the device stores of the queue. Later versions of the page add stores in `upgrade` and keep these. */
interface QueueDatabase extends DBSchema {
  readonly lock: { readonly key: "lock"; readonly value: QueueLock }
  /** In the order in which records were added. */
  readonly records: { readonly key: number; readonly value: Sealed; readonly indexes: { readonly name: string } }
  readonly draft: { readonly key: "draft"; readonly value: Sealed }
}

let opening: Promise<IDBPDatabase<QueueDatabase>> | undefined

const database = () => {
  opening ??= openDB<QueueDatabase>("corridor-queue", 2, {
    upgrade: (db, earlier) => {
      if (earlier < 1) {
        db.createObjectStore("lock")
        db.createObjectStore("records", { autoIncrement: true }).createIndex("name", "name", { unique: true })
      }
      db.createObjectStore("draft")
    },
    // Another tab has a newer version of the page: it may upgrade the database.
    blocking: () => {
      void opening?.then((db) => db.close())
      opening = undefined
    },
    terminated: () => {
      opening = undefined
    }
  })
  // The next use tries again: the device may have been full.
  opening.catch(() => {
    opening = undefined
  })
  return opening
}

/** Returns what opens the queue; undefined on a device that has none. */
export const readLock = async (): Promise<QueueLock | undefined> => (await database()).get("lock", "lock")

/** Stores the lock of a new queue. Fails if there is one already. */
export const addLock = async (lock: QueueLock): Promise<void> =>
  void (await (await database()).add("lock", lock, "lock"))

/** Returns the number of records in the queue. */
export const countRecords = async (): Promise<number> => (await database()).count("records")

/** Returns all records, still sealed, in the order in which they were added. */
export const readRecords = async (): Promise<ReadonlyArray<Sealed>> => (await database()).getAll("records")

/** Adds a sealed record at the end. */
export const addRecord = async (record: Sealed): Promise<void> => void (await (await database()).add("records", record))

/** Replaces a record, unless it was removed. */
export const replaceRecord = async (record: Sealed): Promise<void> => {
  const change = (await database()).transaction("records", "readwrite")
  const key = await change.store.index("name").getKey(record.name)
  if (key !== undefined) await change.store.put(record, key)
  await change.done
}

/** Removes the record with this name. Does nothing if there is none. */
export const removeRecord = async (name: string): Promise<void> => {
  const change = (await database()).transaction("records", "readwrite")
  const key = await change.store.index("name").getKey(name)
  if (key !== undefined) await change.store.delete(key)
  await change.done
}

/** Returns the unsent form, still sealed; undefined if there is none. */
export const readDraft = async (): Promise<Sealed | undefined> => (await database()).get("draft", "draft")

/** Replaces the unsent form. */
export const writeDraft = async (draft: Sealed): Promise<void> =>
  void (await (await database()).put("draft", draft, "draft"))

/** Removes the unsent form. */
export const removeDraft = async (): Promise<void> => (await database()).delete("draft", "draft")

/** Removes the queue with its lock and the draft. */
export const removeQueue = async (): Promise<void> => {
  const stores = ["lock", "records", "draft"] as const
  const change = (await database()).transaction(stores, "readwrite")
  await Promise.all([...stores.map((store) => change.objectStore(store).clear()), change.done])
}
