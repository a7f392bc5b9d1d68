/** Random sequences of files and corrections: the last deliberate correction wins, and what changes nothing or undoes something says so. */
import fc from "fast-check"
import { assert, it } from "vitest"
import { changeOf, type SentBefore } from "../../ingest/submit/receipts/changeOf.ts"

/** A file with versions of records. `undo` is the partner's flag. */
const file = fc.record({
  rows: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2", "3"), {
    minKeys: 1,
    noNullPrototype: true
  }),
  undo: fc.boolean()
})

interface Stored extends SentBefore {
  readonly content: string
}

it("random files with three versions of three records", () => {
  fc.assert(
    fc.property(fc.array(file, { maxLength: 30 }), (files) => {
      const store = new Map<string, Stored>()
      // The oracle knows no revisions: per record, the version that counts and those that it replaced.
      const counts = new Map<string, string>()
      const replaced = new Map<string, Set<string>>()
      for (const { rows, undo } of files)
        for (const [record, content] of Object.entries(rows)) {
          const before = store.get(record)
          const change = changeOf({ revisable: true, revision: 0, content }, before, undo)
          const old = replaced.get(record) ?? new Set()
          replaced.set(record, old)
          const current = counts.get(record)
          const isDeliberate = current !== content && (undo || !old.has(content))
          assert.strictEqual(change.is === "new" || change.is === "correction", isDeliberate)
          assert.strictEqual(change.is === "outdated", current !== content && !isDeliberate)
          if (isDeliberate) {
            if (current !== undefined) old.add(current)
            counts.set(record, content)
          }
          if (change.is === "outdated" || change.is === "unchanged") continue
          assert.isTrue(before === undefined ? change.revision === 0 : change.revision > before.revision)
          store.set(record, {
            revision: change.revision,
            content,
            contents: [...(before?.contents ?? []), content]
          })
        }
      for (const [record, content] of counts) assert.strictEqual(store.get(record)?.content, content)
    })
  )
})

it("a stated revision, and an id that derives from the content", () => {
  const before = { revision: 2, content: "c", contents: ["a", "b", "c"] }
  const stated = (revision: number, content: string, undo = false) =>
    changeOf({ revisable: false, revision, content }, before, undo)
  assert.deepStrictEqual(stated(3, "d"), { is: "correction", revision: 3 })
  assert.deepStrictEqual(stated(2, "c"), { is: "correction", revision: 2 })
  assert.deepStrictEqual(stated(0, "c"), { is: "unchanged", revision: 2 })
  assert.deepStrictEqual(stated(2, "d"), { is: "outdated" })
  assert.deepStrictEqual(stated(0, "a"), { is: "outdated" })
  assert.deepStrictEqual(stated(0, "a", true), { is: "correction", revision: 3 })
  // The partner's own systems sent the newest, whose content is unknown.
  const unknown = { revision: 2, content: "", contents: ["a"] }
  assert.deepStrictEqual(changeOf({ revisable: true, revision: 0, content: "a" }, unknown, false), { is: "outdated" })
  assert.deepStrictEqual(changeOf({ revisable: true, revision: 0, content: "d" }, unknown, false), {
    is: "correction",
    revision: 3
  })
})
