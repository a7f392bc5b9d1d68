/** `account add | list | password | disable | log` */
import { Effect, Redacted } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import { AccountName, roles } from "../../ports/identity/Principal.ts"
import { AccountRefused, addAccount, disableAccount, listAccounts, setPasswordHash } from "../identity/Accounts.ts"
import { hashPassword, newPassword } from "../identity/Passwords.ts"
import { hasLocalAccounts, settings } from "../settings/Settings.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags, optional } from "./CommonFlags.ts"

const name = Argument.String("name").pipe(
  Argument.withDescription("2 to 41 lower-case letters, digits, dots and hyphens"),
  Argument.withSchema(AccountName)
)

const noPasswords = new AccountRefused({
  message:
    "accounts with passwords are for the embedded stack without a provider: give --subject, the subject at the OpenID provider"
})

const add = Command.make(
  "add",
  {
    ...commonFlags,
    name,
    role: Flag.Literals("role", roles).pipe(Flag.withDescription("what the account is for")),
    partner: optional(Flag.String("partner").pipe(Flag.withDescription("the partner that it acts for"))),
    subject: optional(
      Flag.String("subject").pipe(Flag.withDescription("who signs in: the subject at the OpenID provider"))
    )
  },
  Effect.fn("account add")(function* ({ data, json, name: account, role, partner = "", subject = "" }) {
    if (subject === "" && !hasLocalAccounts(yield* settings)) return yield* noPasswords
    const password = subject === "" ? newPassword() : undefined
    const passwordHash = password === undefined ? "" : yield* hashPassword(password)
    yield* addAccount({ account, role, partner, passwordHash, subject }).pipe(Effect.provide(warehouseOf(data)))
    const shown = password === undefined ? {} : { password: Redacted.value(password) }
    yield* printResult(json, {
      json: { account, role, ...shown },
      lines: [
        `Account ${account} is made.`,
        ...(password === undefined ? [] : [`Its password, shown once: ${Redacted.value(password)}`])
      ]
    })
  })
).pipe(
  Command.withDescription("Make an account: for the embedded stack with a password, which is shown once"),
  Command.withExamples([
    { command: "corridor account add anna --role partner --partner shelter-north" },
    {
      command: "corridor account add anna --role partner --partner shelter-north --subject 248289761001",
      description: "signs in with the OpenID provider that CORRIDOR_OIDC_ISSUER names"
    }
  ])
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("account list")(function* ({ data, json }) {
    const found = yield* listAccounts().pipe(Effect.provide(warehouseOf(data)))
    const accounts = found.map((one) => ({
      account: one.account,
      role: one.role,
      partner: one.partner,
      status: one.status,
      signsInWith: one.subject !== "" ? "provider" : one.passwordHash !== "" ? "password" : "token",
      since: one.createdAt
    }))
    const lines =
      accounts.length === 0
        ? ["There are no accounts yet."]
        : formatTable([
            ["account", "role", "partner", "status", "signs in with", "since"],
            ...accounts.map(Object.values)
          ])
    yield* printResult(json, { json: { accounts }, lines })
  })
).pipe(Command.withDescription("List the accounts"), Command.withExamples([{ command: "corridor account list" }]))

const password = Command.make(
  "password",
  { ...commonFlags, name },
  Effect.fn("account password")(function* ({ data, json, name: account }) {
    if (!hasLocalAccounts(yield* settings)) return yield* noPasswords
    const made = newPassword()
    yield* setPasswordHash(account, yield* hashPassword(made)).pipe(Effect.provide(warehouseOf(data)))
    const shown = Redacted.value(made)
    yield* printResult(json, {
      json: { account, password: shown },
      lines: [`The new password of ${account}, shown once: ${shown}`]
    })
  })
).pipe(
  Command.withDescription("Give a local account a new password"),
  Command.withExamples([{ command: "corridor account password anna" }])
)

const disable = Command.make(
  "disable",
  { ...commonFlags, name },
  Effect.fn("account disable")(function* ({ data, json, name: account }) {
    yield* disableAccount(account).pipe(Effect.provide(warehouseOf(data)))
    yield* printResult(json, {
      json: { account, status: "disabled" },
      lines: [`Nobody gets in with ${account} any more; its tokens are void.`]
    })
  })
).pipe(
  Command.withDescription("Disable an account, its sessions and its tokens"),
  Command.withExamples([{ command: "corridor account disable anna" }])
)

const log = Command.make(
  "log",
  {
    ...commonFlags,
    head: optional(Flag.String("head").pipe(Flag.withDescription("a hash kept elsewhere that must be in the log")))
  },
  Effect.fn("account log")(function* ({ data, json, head }) {
    const entries = yield* readAccessLog(head).pipe(Effect.provide(warehouseOf(data)))
    const last = entries.at(-1)?.hash
    const rows = entries.map(({ seq, at, did, by, partner, about }) => [
      seq,
      new Date(at).toISOString(),
      by,
      did,
      partner ?? "",
      about
    ])
    yield* printResult(json, {
      json: { entries, head: last ?? null },
      lines: [
        ...formatTable([["entry", "when", "who", "did", "partner", "to"], ...rows]),
        last === undefined
          ? "Nothing was done yet."
          : `The chain is whole. Keep the last hash elsewhere: 'account log --head ${last}' finds an end that was cut off.`
      ]
    })
  })
).pipe(
  Command.withDescription("Show the access log: who did what. Each entry is verified"),
  Command.withExamples([{ command: "corridor account log" }, { command: "corridor account log --json" }])
)

export const account = Command.make("account").pipe(
  Command.withDescription("Accounts: who may sign in, and what was done"),
  Command.withSubcommands([add, list, password, disable, log])
)
