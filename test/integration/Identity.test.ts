/**
 * Accounts, sessions, tokens and the audit log on the embedded store, and signing in with a real OpenID provider.
 * Time is the tests' own.
 */
import { createHash } from "node:crypto"
import { assert, layer } from "@effect/vitest"
import { Clock, Effect, Exit, Fiber, Layer, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { accountByName, addAccount, disableAccount, setPasswordHash } from "../../infra/identity/Accounts.ts"
import { createCode, redeemCode } from "../../infra/identity/createAccess.ts"
import { identityLayer } from "../../infra/identity/IdentityLayer.ts"
import { hashPassword, newPassword } from "../../infra/identity/Passwords.ts"
import { findSession, idleMillis, longestMillis, maxSessions, openSession } from "../../infra/identity/Sessions.ts"
import { addToken, listTokens, revokeToken, rotateToken } from "../../infra/identity/Tokens.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { readAccessLog, recordAction } from "../../ports/identity/AccessLog.ts"
import { Identity } from "../../ports/identity/Identity.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { walkRedirects } from "../fixtures/cookieJar.ts"
import { changeState, embeddedStores } from "../fixtures/embeddedStores.ts"
import { clientId, clientSecret, startOpenIdProvider } from "../fixtures/openIdProvider.ts"
import { temporaryFolder } from "./TestStack.ts"

const callback = "http://127.0.0.1:1/portal/api/session/openid/back"

const provider = await startOpenIdProvider("subject-of-anna")
provider.allow(callback)

const store = Layer.unwrap(Effect.map(temporaryFolder("identity"), (folder) => embeddedStores(folder)))
const services = identityLayer({
  local: true,
  openId: { issuer: provider.issuer, clientId, clientSecret: Redacted.make(clientSecret) },
  callback
}).pipe(Layer.provideMerge(store))

const partners = ["shelter-north", "shelter-south", "shelter-shut"]

const prepare = Effect.gen(function* () {
  yield* migrate()
  const warehouse = yield* Warehouse
  yield* warehouse.insert(
    "corridor_raw.partner",
    partners.map((partner_id) => ({
      partner_id,
      type: "NGO",
      name: partner_id,
      demonstration: 1,
      status: "enabled",
      token_hash: "",
      created_at: "2026-01-01 00:00:00",
      updated_at: "2026-01-01 00:00:00"
    })),
    { token: "" }
  )
})

const disablePartner = (partner_id: string) =>
  Effect.flatMap(Warehouse, (warehouse) =>
    warehouse.insert(
      "corridor_raw.partner",
      [
        {
          partner_id,
          type: "NGO",
          name: partner_id,
          demonstration: 1,
          status: "disabled",
          token_hash: "",
          created_at: "2026-01-01 00:00:00",
          updated_at: "2026-02-01 00:00:00"
        }
      ],
      { token: "" }
    )
  )

const attempt = (from: string) => ({ from, earlier: undefined })

const account = Effect.fn(function* (name: string, partner = "shelter-north") {
  const password = newPassword()
  yield* addAccount({
    account: name,
    role: "partner",
    partner,
    passwordHash: yield* hashPassword(password),
    subject: ""
  })
  return password
})

layer(services)("identity", (it) => {
  it.effect("an account signs in with its password only, and every failure has the same message", () =>
    Effect.gen(function* () {
      yield* prepare
      const identity = yield* Identity
      const password = yield* account("anna")
      const { session } = yield* identity.signIn("anna", password, attempt("1"))
      assert.deepInclude(session.principal, { account: "anna", role: "partner", partner: "shelter-north" })
      const refusals = [
        yield* Effect.flip(identity.signIn("anna", newPassword(), attempt("2"))),
        yield* Effect.flip(identity.signIn("anna", Redacted.make(""), attempt("2"))),
        yield* Effect.flip(identity.signIn("nobody", password, attempt("2"))),
        yield* Effect.flip(identity.signIn("", password, attempt("2")))
      ]
      assert.strictEqual(new Set(refusals.map((error) => JSON.stringify(error))).size, 1)
      assert.strictEqual(refusals[0]?._tag, "SignInRefused")
    })
  )

  it.effect(
    "passwords and secrets of sessions are nowhere in the store, and a token only as the SHA-256 of its secret",
    () =>
      Effect.gen(function* () {
        const state = yield* StateStore
        const identity = yield* Identity
        const password = yield* account("boris")
        const { token, id } = yield* addToken("boris", ["submit"], 30)
        const opened = yield* identity.signIn("boris", password, attempt("3"))
        const rows = JSON.stringify([
          yield* state.query("SELECT * FROM account"),
          yield* state.query("SELECT * FROM token"),
          yield* state.query("SELECT * FROM open_session"),
          yield* state.query("SELECT * FROM chain_entry")
        ])
        assert.notInclude(rows, Redacted.value(opened.secret))
        assert.notInclude(rows, opened.session.csrf)
        const secret = Redacted.value(token).slice(`cor_${id}_`.length)
        assert.isAtLeast(secret.length, 43)
        assert.notInclude(rows, Redacted.value(password))
        assert.notInclude(rows, secret)
        assert.include(rows, createHash("sha256").update(secret).digest("hex"))
      })
  )

  it.effect("many failures slow an address down, and never keep the right password out", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      const password = yield* account("clara")
      for (let i = 0; i < 6; i++) yield* Effect.flip(identity.signIn("clara", newPassword(), attempt("9")))
      const slowed = yield* Effect.forkChild(identity.signIn("clara", password, attempt("9")))
      const other = yield* identity.signIn("clara", password, attempt("8"))
      assert.deepInclude(other.session.principal, { account: "clara" })
      yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 500)))
      assert.isUndefined(slowed.pollUnsafe())
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(slowed)
    })
  )

  it.effect("a device that signed in before is known, until the password changes", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      const password = yield* account("irma")
      const { device } = yield* identity.signIn("irma", password, attempt("60"))
      assert.isDefined(device)
      for (let i = 0; i < 6; i++) yield* Effect.flip(identity.signIn("irma", newPassword(), attempt("61")))
      // The clock does not move: an attempt that waited would not return.
      const again = yield* identity.signIn("irma", password, { ...attempt("61"), device })
      assert.isUndefined(again.device, "it has its mark already")
      yield* TestClock.adjust("1 second")
      const changed = newPassword()
      yield* setPasswordHash("irma", yield* hashPassword(changed))
      assert.isDefined((yield* identity.signIn("irma", changed, { ...attempt("62"), device })).device)
    })
  )

  it.effect("a session is new at each sign-in, ends by sign-out, when idle, and after ten hours in any case", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      const password = yield* account("dora")
      const first = yield* identity.signIn("dora", password, attempt("20"))
      const second = yield* identity.signIn("dora", password, { from: "20", earlier: first.secret })
      assert.notStrictEqual(Redacted.value(first.secret), Redacted.value(second.secret))
      assert.notStrictEqual(first.session.csrf, second.session.csrf)
      assert.isUndefined(yield* identity.bySession(first.secret), "the earlier one ended")
      assert.isDefined(yield* identity.bySession(second.secret))
      yield* identity.signOut(second.secret)
      assert.isUndefined(yield* identity.bySession(second.secret))

      const idle = yield* identity.signIn("dora", password, attempt("21"))
      yield* TestClock.adjust(idleMillis - 1)
      assert.isDefined(yield* identity.bySession(idle.secret), "asking keeps it open")
      yield* TestClock.adjust(idleMillis - 1)
      assert.isDefined(yield* identity.bySession(idle.secret))
      yield* TestClock.adjust(idleMillis)
      assert.isUndefined(yield* identity.bySession(idle.secret))

      const long = yield* identity.signIn("dora", password, attempt("22"))
      for (let spent = 0; spent + idleMillis / 2 < longestMillis; spent += idleMillis / 2) {
        assert.isDefined(yield* identity.bySession(long.secret))
        yield* TestClock.adjust(idleMillis / 2)
      }
      yield* TestClock.adjust(idleMillis / 2)
      assert.isUndefined(yield* identity.bySession(long.secret))

      const now = yield* Clock.currentTimeMillis
      const late = yield* identity.signIn("dora", password, attempt("23"))
      yield* TestClock.setTime(now - idleMillis)
      assert.isUndefined(yield* identity.bySession(late.secret), "the clock was set back: it would last too long")
      yield* TestClock.setTime(now)
      assert.isDefined(yield* identity.bySession(late.secret), "the clock is right again")
    })
  )

  it.effect("an account that opens very many sessions ends its own oldest ones only", () =>
    Effect.gen(function* () {
      yield* account("greedy")
      yield* account("patient")
      const { secret } = yield* openSession("patient", undefined)
      const own = []
      for (let i = 0; i <= maxSessions; i++) {
        own.push(yield* openSession("greedy", undefined))
        yield* TestClock.adjust("1 second")
      }
      assert.isDefined(yield* findSession(secret))
      const open = []
      for (const one of own) open.push((yield* findSession(one.secret)) !== undefined)
      assert.deepStrictEqual(open, [false, ...new Array(maxSessions).fill(true)])
    })
  )

  it.effect("of 50 sign-ups with one name or one subject at once exactly one wins, and its password stays", () =>
    Effect.gen(function* () {
      const signUp = (account: string, subject: string, passwordHash: string) =>
        Effect.exit(addAccount({ account, role: "researcher", partner: "", passwordHash, subject }))
      const hashes = Array.from({ length: 50 }, (_, i) => `hash-${i}`)
      const names = yield* Effect.all(
        hashes.map((hash) => signUp("wanted", "", hash)),
        { concurrency: "unbounded" }
      )
      const won = names.flatMap((exit, i) => (Exit.isSuccess(exit) ? [hashes[i]] : []))
      assert.strictEqual(won.length, 1)
      assert.strictEqual((yield* accountByName("wanted"))?.passwordHash, won[0])
      const subjects = yield* Effect.all(
        hashes.map((hash, i) => signUp(`subject-${i}`, "one-subject", hash)),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(subjects.filter(Exit.isSuccess).length, 1)
      const log = yield* readAccessLog()
      assert.strictEqual(log.filter(({ did, about }) => did === "account-made" && about === "wanted").length, 1)
    })
  )

  it.effect("of 20 uses of one enrolment code at once exactly one gets a token", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      const { code } = yield* createCode({ partner: "shelter-north" }, 1)
      const all = yield* Effect.all(
        Array.from({ length: 20 }, () => redeemCode(Redacted.make(code), false)),
        { concurrency: "unbounded" }
      )
      const [won, ...others] = all.filter((access) => access !== undefined)
      assert.deepStrictEqual(others, [])
      assert.isDefined(yield* identity.byToken(won?.token as Redacted.Redacted<string>))
    })
  )

  it.effect(
    "an account to which access is given again counts as new and its sessions end, as its owner may be another person",
    () =>
      Effect.gen(function* () {
        yield* addAccount({ account: "vera", role: "partner", partner: "shelter-north", passwordHash: "", subject: "" })
        const since = Effect.map(accountByName("vera"), (account) => account?.since)
        const made = yield* since
        for (const giveAccess of [
          setPasswordHash("vera", yield* hashPassword(newPassword())),
          ...[true, false].map((local) =>
            Effect.gen(function* () {
              const { code } = yield* createCode({ partner: "shelter-north", account: "vera" }, 1)
              yield* redeemCode(Redacted.make(code), local)
            })
          )
        ]) {
          yield* TestClock.adjust("1 minute")
          const { secret } = yield* openSession("vera", undefined)
          yield* giveAccess
          assert.isUndefined(yield* findSession(secret))
        }
        assert.strictEqual((yield* since) ?? 0, (made ?? 0) + 3 * 60_000)
      })
  )

  it.effect("sessions stay open for a server that is started later, and for one that shares the store", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      const password = yield* account("hanna")
      const { secret, session } = yield* identity.signIn("hanna", password, attempt("61"))
      const other = Layer.fresh(identityLayer({ local: true, openId: undefined, callback }))
      const seen = yield* Effect.flatMap(Identity, ({ bySession }) => bySession(secret)).pipe(Effect.provide(other))
      assert.strictEqual(seen?.csrf, session.csrf)
      assert.strictEqual(seen?.principal.account, "hanna")
      yield* Effect.flatMap(Identity, ({ signOut }) => signOut(secret)).pipe(Effect.provide(other))
      assert.isUndefined(yield* identity.bySession(secret))
    })
  )

  it.effect("disabled accounts and partners, and changed passwords, take effect immediately", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      const password = yield* account("emil", "shelter-shut")
      const other = yield* account("fedor")
      const { secret } = yield* identity.signIn("emil", password, attempt("30"))
      const { token } = yield* addToken("emil", ["receipts"], 30)
      const kept = yield* identity.signIn("fedor", other, attempt("30"))
      assert.isDefined(yield* identity.byToken(token))
      yield* disablePartner("shelter-shut")
      assert.isUndefined(yield* identity.bySession(secret))
      assert.isUndefined(yield* identity.byToken(token))
      assert.strictEqual((yield* Effect.flip(identity.signIn("emil", password, attempt("31"))))._tag, "SignInRefused")
      yield* TestClock.adjust("1 second")
      yield* disableAccount("fedor")
      assert.isUndefined(yield* identity.bySession(kept.secret))
      const changed = newPassword()
      yield* TestClock.adjust("1 second")
      yield* setPasswordHash("anna", yield* hashPassword(changed))
      yield* identity.signIn("anna", changed, attempt("32"))
    })
  )

  it.effect(
    "a token has scopes and an expiry, is rotated with an overlap, revoked immediately; a changed token is invalid",
    () =>
      Effect.gen(function* () {
        const identity = yield* Identity
        yield* account("gleb")
        const made = yield* addToken("gleb", ["receipts"], 30)
        assert.deepStrictEqual((yield* identity.byToken(made.token))?.scopes, ["receipts"])
        assert.strictEqual((yield* Effect.flip(addToken("gleb", ["operate"], 30)))._tag, "AccountRefused")
        const text = Redacted.value(made.token)
        for (let at = 0; at < text.length; at += 5) {
          const changed = text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1)
          assert.isUndefined(yield* identity.byToken(Redacted.make(changed)), `letter ${at}`)
        }
        assert.isUndefined(yield* identity.byToken(Redacted.make("")))
        yield* TestClock.adjust("1 second")
        const next = yield* rotateToken(made.id)
        assert.deepStrictEqual((yield* identity.byToken(next.token))?.scopes, ["receipts"])
        assert.isDefined(yield* identity.byToken(made.token), "for another day")
        yield* TestClock.adjust("25 hours")
        assert.isUndefined(yield* identity.byToken(made.token))
        assert.isDefined(yield* identity.byToken(next.token))
        assert.notInclude(
          (yield* listTokens()).map(({ id }) => id),
          made.id
        )
        yield* revokeToken(next.id)
        assert.isUndefined(yield* identity.byToken(next.token))
        const before = yield* Clock.currentTimeMillis
        yield* TestClock.adjust("-25 hours")
        assert.isUndefined(yield* identity.byToken(next.token), "not valid again when the clock is set back")
        yield* TestClock.setTime(before)
        const short = yield* addToken("gleb", ["submit"], 1)
        yield* TestClock.adjust("24 hours")
        assert.isUndefined(yield* identity.byToken(short.token), "expired")
        yield* TestClock.adjust("8 days")
        const ahead = yield* addToken("gleb", ["submit"], 30)
        assert.isDefined(yield* identity.byToken(ahead.token))
        yield* TestClock.adjust("-8 days")
        assert.isUndefined(yield* identity.byToken(ahead.token), "made while the clock was ahead, it would last longer")
      })
  )

  it.effect("signing in with a real provider: code, PKCE, state and nonce; once; by a known subject alone", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      yield* addAccount({
        account: "anna.openid",
        role: "partner",
        partner: "shelter-south",
        passwordHash: "",
        subject: "subject-of-anna"
      })
      const comeBack = Effect.fn(function* () {
        const { url, flow } = yield* identity.beginOpenId()
        const asked = new URL(url).searchParams
        assert.strictEqual(asked.get("code_challenge_method"), "S256")
        assert.isAtLeast(asked.get("state")?.length ?? 0, 40)
        assert.isAtLeast(asked.get("nonce")?.length ?? 0, 40)
        const { at } = yield* Effect.promise(() => walkRedirects(url, (place) => place.href.startsWith(callback)))
        return { flow, parameters: at.search.slice(1) }
      })
      const first = yield* comeBack()
      // What others begin ends nobody's sign-in.
      yield* Effect.forEach(Array.from({ length: 10_050 }), () => identity.beginOpenId(), { discard: true })
      const { session } = yield* identity.finishOpenId(first.flow, first.parameters, attempt("40"))
      assert.deepInclude(session.principal, { account: "anna.openid", partner: "shelter-south" })
      const refused = (effect: ReturnType<typeof identity.finishOpenId>) =>
        Effect.map(Effect.flip(effect), ({ _tag }) => assert.strictEqual(_tag, "SignInRefused"))
      yield* refused(identity.finishOpenId(first.flow, first.parameters, attempt("40")))
      const [one, two] = [yield* comeBack(), yield* comeBack()]
      yield* refused(identity.finishOpenId(one.flow, two.parameters, attempt("40")))
      yield* refused(identity.finishOpenId(Redacted.make("made-up"), two.parameters, attempt("40")))
      const late = yield* comeBack()
      yield* TestClock.adjust("11 minutes")
      yield* refused(identity.finishOpenId(late.flow, late.parameters, attempt("40")))
      provider.subject = "subject-of-a-stranger"
      const stranger = yield* comeBack()
      yield* refused(identity.finishOpenId(stranger.flow, stranger.parameters, attempt("40")))
      // An account of a provider has no password that could be guessed.
      yield* Effect.flip(identity.signIn("anna.openid", Redacted.make(""), attempt("41")))
    })
  )

  it.effect("all of it is logged, in a chain that shows any change; names without an account are not", () =>
    Effect.gen(function* () {
      const identity = yield* Identity
      yield* Effect.flip(identity.signIn("case-4711-of-maria", newPassword(), attempt("50")))
      yield* Effect.all(
        Array.from({ length: 8 }, (_, i) =>
          recordAction({ did: "submission-begun", by: "anna", partner: "shelter-north", about: `at once ${i}` })
        ),
        { concurrency: "unbounded" }
      )
      const log = yield* readAccessLog()
      const seen = new Set(log.map(({ did }) => did))
      for (const deed of [
        "account-made",
        "account-disabled",
        "sign-in",
        "sign-in-refused",
        "sign-out",
        "token-rotated"
      ])
        assert.isTrue(seen.has(deed as never), deed)
      assert.strictEqual(log.filter(({ about }) => about.startsWith("at once")).length, 8)
      assert.notInclude(JSON.stringify(log), "case-4711")
      assert.strictEqual(log.at(-1)?.seq, log.length)
      yield* readAccessLog(log.at(-2)?.hash)
      yield* changeState(
        "UPDATE chain_entry SET body = replace(body, 'anna', 'vera') WHERE chain = 'access' AND seq = 1"
      )
      const broken = yield* Effect.flip(readAccessLog())
      assert.deepInclude(broken, { _tag: "AccessLogBroken", seq: 1, rule: "hash" })
    })
  )
})
