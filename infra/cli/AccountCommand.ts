/** `account add | list | password | change | disable | log` */
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Redacted } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { readAccessLog } from "../../ports/identity/AccessLog.ts"
import { AccountName, type PartnerRole, partnerRoles, roles } from "../../ports/identity/Principal.ts"
import { timeText } from "../../ports/timeText.ts"
import {
  AccountRefused,
  addAccount,
  disableAccount,
  listAccounts,
  setPartnerRoles,
  setPasswordHash
} from "../identity/Accounts.ts"
import { hashPassword, newPassword } from "../identity/Passwords.ts"
import { hasLocalAccounts, settings } from "../settings/Settings.ts"
import { storesOf } from "../stack/Stack.ts"
import { type CommandOutput, formatTable, printResult, printSecret, tableOr } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, textArgument, textFlag } from "./CommonFlags.ts"

const name = textArgument("name", "2 to 63 lower-case letters, digits, dots and hyphens").pipe(
  Argument.withSchema(AccountName)
)

/** Roles within a partner, separated by commas. */
export const partnerRolesFlag = optionalText(
  "may",
  `what an account of a partner may do, separated by commas: ${partnerRoles.join(", ")}; default: all`
)

export const readPartnerRoles = Effect.fn("account.roles")(function* (given: string | undefined) {
  if (given === undefined) return undefined
  const words = given.split(",").map((word) => word.trim())
  const isRole = (word: string): word is PartnerRole => partnerRoles.includes(word as PartnerRole)
  if (words.every(isRole)) return partnerRoles.filter((role) => words.includes(role))
  return yield* new UsageError({ message: `--may has ${partnerRoles.join(", ")}, separated by commas.` })
})

const noPasswords = new AccountRefused({
  message: "--subject, the subject at the OpenID provider: local passwords need the embedded stack without a provider"
})

const printPassword = (account: string) => (json: boolean, output: CommandOutput) =>
  printSecret(json, `For another password: corridor account password ${account}`, output)

const add = Command.make(
  "add",
  {
    ...commonFlags,
    name,
    role: Flag.Literals("role", roles).pipe(Flag.withDescription("role of the account")),
    partner: optionalText("partner", "partner for which the account acts"),
    may: partnerRolesFlag,
    subject: optionalText("subject", "subject of the person at the OpenID provider")
  },
  Effect.fn("account add")(function* ({ data, json, name: account, role, partner = "", may, subject = "" }) {
    if (subject === "" && !hasLocalAccounts(yield* settings)) return yield* noPasswords
    const password = subject === "" ? newPassword() : undefined
    const passwordHash = password === undefined ? "" : yield* hashPassword(password)
    const partnerRoles = yield* readPartnerRoles(may)
    yield* addAccount({
      account,
      role,
      partner,
      passwordHash,
      subject,
      ...(partnerRoles === undefined ? {} : { partnerRoles })
    }).pipe(Effect.provide(storesOf(data)))
    const shown = password === undefined ? {} : { password: Redacted.value(password) }
    const print = password === undefined ? printResult : printPassword(account)
    yield* print(json, {
      json: { account, role, ...shown },
      lines: [
        `Created account ${account}.`,
        ...(password === undefined ? [] : [`Password (shown only once): ${Redacted.value(password)}`])
      ]
    })
  })
).pipe(
  documented(
    "Create an account. In the embedded stack it gets a password, which is shown once",
    "corridor account add anna --role partner --partner shelter-north --may enter",
    [
      "corridor account add anna --role partner --partner shelter-north --subject 248289761001",
      "signs in at the OpenID provider of CORRIDOR_OIDC_ISSUER"
    ]
  )
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("account list")(function* ({ data, json }) {
    const found = yield* listAccounts().pipe(Effect.provide(storesOf(data)))
    const accounts = found.map((one) => ({
      account: one.account,
      role: one.role,
      partner: one.partner,
      may: one.partnerRoles.join(", "),
      status: one.status,
      signsInWith: one.subject !== "" ? "provider" : one.passwordHash !== "" ? "password" : "token",
      since: timeText(one.since)
    }))
    const head = ["account", "role", "partner", "may", "status", "signs in with", "since"]
    const lines = tableOr("There are no accounts yet.", head, accounts.map(Object.values))
    yield* printResult(json, { json: { accounts }, lines })
  })
).pipe(documented("List the accounts", "corridor account list"))

const password = Command.make(
  "password",
  { ...commonFlags, name },
  Effect.fn("account password")(function* ({ data, json, name: account }) {
    if (!hasLocalAccounts(yield* settings)) return yield* noPasswords
    const made = newPassword()
    yield* setPasswordHash(account, yield* hashPassword(made)).pipe(Effect.provide(storesOf(data)))
    const shown = Redacted.value(made)
    yield* printPassword(account)(json, {
      json: { account, password: shown },
      lines: [`New password of ${account} (shown only once): ${shown}`]
    })
  })
).pipe(documented("Set a new password for a local account", "corridor account password anna"))

const change = Command.make(
  "change",
  { ...commonFlags, name, may: textFlag("may", `roles, separated by commas: ${partnerRoles.join(", ")}`) },
  Effect.fn("account change")(function* ({ data, json, name: account, may }) {
    const roles = (yield* readPartnerRoles(may)) ?? []
    yield* setPartnerRoles(account, roles).pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, {
      json: { account, may: roles },
      lines: [`Account ${account} may now ${roles.join(", ")}. Its sessions and tokens are limited to that at once.`]
    })
  })
).pipe(
  documented(
    "Change what an account of a partner may do: enter, approve, manage",
    "corridor account change anna --may enter,approve"
  )
)

const disable = Command.make(
  "disable",
  { ...commonFlags, name },
  Effect.fn("account disable")(function* ({ data, json, name: account }) {
    yield* disableAccount(account).pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, {
      json: { account, status: "disabled" },
      lines: [`Account ${account} is disabled, and its tokens are revoked.`]
    })
  })
).pipe(documented("Disable an account, its sessions and its tokens", "corridor account disable anna"))

const log = Command.make(
  "log",
  {
    ...commonFlags,
    head: optionalText("head", "hash that the log must contain: one that you kept elsewhere")
  },
  Effect.fn("account log")(function* ({ data, json, head }) {
    const entries = yield* readAccessLog(head).pipe(Effect.provide(storesOf(data)))
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
          ? "The access log is empty."
          : `The access log is intact. Keep the last hash elsewhere: 'account log --head ${last}' detects entries removed from the end.`
      ]
    })
  })
).pipe(
  documented("Show the access log and verify its hash chain", "corridor account log", "corridor account log --json")
)

export const account = Command.make("account").pipe(
  Command.withDescription("Manage accounts and show the access log"),
  Command.withSubcommands([add, list, password, change, disable, log])
)
