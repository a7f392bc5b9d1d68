/**
 * A whole ledger against attackers who change the store: without the key, with the operator's key, and with what a reviewer signed for
 * something else.
 */
import { randomBytes } from "node:crypto"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Redacted } from "effect"
import { beginning, nextEntry } from "../../../ports/chain/HashChain.ts"
import { newPrivateKey, type Signing, signingOf } from "../../../ports/chain/Signature.ts"
import { entryText, type SignedEntry } from "../../../ports/chain/SignedChain.ts"
import { type TokenSigning, tokenSigning } from "../../../ports/identity/tokenSigning.ts"
import { encodeBody, type LedgerBody } from "../../../release/ledger/LedgerEntry.ts"
import { contentOf, proofOf } from "../../../release/ledger/Signatory.ts"
import { earlierThanBefore, verifyLedger } from "../../../release/ledger/verifyLedger.ts"
import { readWitness, witnessOf } from "../../../release/ledger/Witness.ts"

const operator = signingOf(newPrivateKey())
const tokenOf = () =>
  tokenSigning(
    Redacted.make(`cor_${randomBytes(9).toString("hex")}_${randomBytes(32).toString("base64url")}`)
  ) as TokenSigning
const signings = { ada: tokenOf(), bo: tokenOf(), cy: tokenOf() }
const tokens = new Map(Object.entries(signings).map(([account, { token, key }]) => [token, { account, key }] as const))
const keys = [{ key: operator.key, after: 1, head: "" }]
const sha = "a".repeat(64)

type Draft = Pick<SignedEntry, "at" | "kind" | "body"> & { readonly signing?: Signing | undefined }

/** A chain with hashes that fit, signed as each draft says. */
const chainOf = (drafts: ReadonlyArray<Draft>): ReadonlyArray<SignedEntry> => {
  const made: Array<SignedEntry> = []
  for (const { at, kind, body, signing } of drafts) {
    const entry = nextEntry(made.at(-1), { at, kind, body })
    made.push({ ...entry, ...(signing?.sign(entryText(entry.hash)) ?? { key: "", signature: "" }) })
  }
  return made
}

/** A vintage from before signatures, a proposal, two approvals and a retraction. */
const honest = (() => {
  const made: Array<SignedEntry> = []
  const add = (body: LedgerBody, signing: Signing | undefined = operator) => {
    const entry = nextEntry(made.at(-1), {
      at: 1_700_000_000_000 + made.length,
      kind: body.kind,
      body: encodeBody(body)
    })
    made.push({ ...entry, ...(signing?.sign(entryText(entry.hash)) ?? { key: "", signature: "" }) })
  }
  const first = nextEntry(undefined, {
    at: 1_700_000_000_000,
    kind: "vintage",
    body: encodeBody({ kind: "vintage", vintage: 1, marts: [], hash: sha })
  })
  made.push({ ...first, key: "", signature: "" })
  const who = (account: "ada" | "bo" | "cy", role: string) => ({
    account,
    role,
    scopes: [],
    signing: signings[account]
  })
  const over = contentOf(sha, sha)
  add({
    kind: "proposal",
    release: 1,
    vintage: 1,
    table: "flows",
    profile: "ctdc-11",
    profileVersion: 1,
    threshold: 11,
    author: "ada",
    ...proofOf(who("ada", "analyst"), { act: "proposal", number: 1, move: "propose", reason: "", over }),
    invented: false,
    rows: 1,
    content: sha,
    pages: sha
  })
  const move = (name: "approve" | "retract", account: "bo" | "cy") => {
    const act = { act: "move" as const, number: 1, move: name, reason: "", over: made.at(-1)?.hash as string }
    const by = who(account, "reviewer")
    add({ kind: "move", release: 1, move: name, by: account, ...proofOf(by, act), reason: "" })
  }
  move("approve", "bo")
  move("approve", "cy")
  move("retract", "bo")
  return made
})()
const trusted = keys.map((one) => ({ ...one, head: honest[0]?.hash ?? beginning }))
const witness = witnessOf(honest, "2026-11-28T12:00:00.000Z", operator)

const verify = (rows: ReadonlyArray<SignedEntry>, isWitnessed = false) =>
  Effect.runSync(
    verifyLedger({ rows, keys: trusted, tokens, witnesses: isWitnessed ? [witness] : [] }).pipe(
      Effect.match({
        onSuccess: () => "intact",
        onFailure: (error) => (error._tag === "LedgerBroken" ? `${error.seq} ${error.rule}` : error.message)
      })
    )
  )

/** The ledger with another body at a position. */
const withBody = (seq: number, change: (body: Record<string, unknown>) => object) =>
  honest.map((row) => (row.seq === seq ? { ...row, body: JSON.stringify(change(JSON.parse(row.body))) } : row))
/** All hashes fit again; signatures are as before. */
const rechained = (rows: ReadonlyArray<SignedEntry>) =>
  chainOf(rows).map((row, i) => ({ ...row, key: rows[i]?.key ?? "", signature: rows[i]?.signature ?? "" }))
/** All hashes and signatures of the operator match again. */
const resigned = (rows: ReadonlyArray<SignedEntry>) =>
  chainOf(rows.map((row) => ({ ...row, signing: row.signature === "" ? undefined : operator })))

describe("a verified ledger", () => {
  it("is intact as it was written, and counts signatures", () => {
    const found = Effect.runSync(verifyLedger({ rows: honest, keys: trusted, tokens, witnesses: [witness] }))
    assert.deepInclude(found, { entries: 5, signed: 4, unsigned: 1, otherKey: 0 })
    assert.deepStrictEqual(found.people, { signed: 4, signedIn: 0, unproven: 0, together: [] })
  })

  it("names entries that were written while the clock was wrong", () => {
    const day = 86_400_000
    const at = [0, 400 * day, 1, 2, 400 * day + 1]
    const rows = resigned(honest.map((row, i) => ({ ...row, at: row.at + (at[i] as number) })))
    const found = verifyLedger({ rows: rows.slice(0, 1), keys: trusted, tokens, witnesses: [] })
    assert.deepStrictEqual(Effect.runSync(found).earlierThanBefore, [])
    assert.deepStrictEqual(earlierThanBefore(rows), [3, 4])
    // Clocks of two machines differ by seconds.
    assert.deepStrictEqual(earlierThanBefore(honest.map((row, i) => ({ ...row, at: row.at - i * 5_000 }))), [])
  })

  it("someone with the store, but without the key, changes nothing unnoticed", () => {
    const retold = (body: Record<string, unknown>) => ({ ...body, reason: "another" })
    for (let seq = 1; seq <= honest.length; seq++) {
      assert.strictEqual(verify(withBody(seq, retold)), `${seq} hash`)
      // From before signatures: found at the first signature that follows.
      assert.strictEqual(verify(rechained(withBody(seq, retold))), `${Math.max(2, seq)} signature`)
      const isLast = seq === honest.length
      assert.strictEqual(verify(honest.toSpliced(seq - 1, 1)), isLast ? "intact" : `${seq} missing`)
      if (!isLast && seq > 1) assert.strictEqual(verify(rechained(honest.toSpliced(seq - 1, 1))), `${seq} signature`)
    }
    assert.strictEqual(verify(chainOf(honest)), "2 unsigned")
    const forger = signingOf(newPrivateKey())
    assert.strictEqual(verify(chainOf(honest.map((row) => ({ ...row, signing: forger })))), "2 another-key")
  })

  it("a statement kept elsewhere finds a removed end, and a chain rewritten with the operator's key", () => {
    for (let length = 1; length < honest.length; length++) {
      assert.strictEqual(verify(honest.slice(0, length)), "intact")
      assert.strictEqual(verify(honest.slice(0, length), true), `${length + 1} missing`)
    }
    const other = resigned(honest.map((row) => (row.seq === 5 ? { ...row, at: row.at + 1 } : row)))
    assert.strictEqual(verify(other), "intact")
    assert.strictEqual(verify(other, true), "5 rewritten")
    // The ledger may go on after the statement.
    const next = { at: 1, kind: "vintage", body: encodeBody({ kind: "vintage", vintage: 2, marts: [], hash: sha }) }
    assert.strictEqual(
      verify(resigned([...honest, { ...next, seq: 6, previous: "", hash: "", ...operator.sign("") }]), true),
      "intact"
    )
  })

  it("with the operator's key, a reviewer's approval is neither made up, nor moved to an account or a release", () => {
    const forged = (change: (body: Record<string, unknown>) => object, seq = 4) =>
      verify(resigned(withBody(seq, change)))
    assert.strictEqual(
      forged((body) => ({ ...body, by: "eve" })),
      "4 account"
    )
    assert.strictEqual(
      forged((body) => ({ ...body, reason: "another" })),
      "4 account"
    )
    assert.strictEqual(
      forged(({ proof: _, ...body }) => body),
      "4 approval"
    )
    // Without a signature it is as from a browser session, which the count shows; but two accounts it needs anyway.
    const session = (by: string, role: string) => (body: Record<string, unknown>) => ({
      ...body,
      by,
      proof: { role, over: (body["proof"] as { over: string }).over }
    })
    for (const [by, role] of [
      ["bo", "reviewer"],
      ["ada", "reviewer"],
      ["oli", "operator"]
    ] as const)
      assert.strictEqual(forged(session(by, role)), "4 approval")
    // What the reviewer approved was another proposal.
    assert.strictEqual(
      forged((body) => ({ ...body, rows: 2 }), 2),
      "3 account"
    )
    assert.strictEqual(
      forged((body) => ({ ...body, content: "b".repeat(64) }), 2),
      "2 account"
    )
  })

  it("a statement that was changed, or is none, is refused", () => {
    const read = (text: string) => Effect.runSync(Effect.flip(readWitness(text))).message
    assert.include(read(JSON.stringify({ ...witness, entries: 4 })), "was changed")
    assert.include(read(JSON.stringify({ ...witness, head: sha })), "was changed")
    for (const text of ["", "{}", "[]", JSON.stringify({ ...witness, format: "2" })])
      assert.include(read(text), "not a statement")
    assert.deepStrictEqual(Effect.runSync(readWitness(JSON.stringify(witness))), witness)
    const stranger = witnessOf(honest, witness.at, signingOf(newPrivateKey()))
    const refused = verifyLedger({ rows: honest, keys: trusted, tokens, witnesses: [stranger] })
    assert.strictEqual(Effect.runSync(Effect.flip(refused))._tag, "WitnessRefused")
  })
})
