/** `token add | list | rotate | revoke` */
import { Effect, Redacted } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { type Scope, scopes } from "../../ports/identity/Principal.ts"
import { AccountRefused } from "../identity/Accounts.ts"
import { addToken, listTokens, type NewToken, revokeToken, rotateToken } from "../identity/Tokens.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { formatTable, printResult } from "./CommandOutput.ts"
import { commonFlags } from "./CommonFlags.ts"

const isScope = (word: string): word is Scope => scopes.includes(word as Scope)

const printToken = ({ id, token, expires }: NewToken, json: boolean, more: ReadonlyArray<string>) => {
  const expiresAt = new Date(expires).toISOString()
  return printResult(json, {
    json: { id, token: Redacted.value(token), expiresAt },
    lines: [`Token ${id}, valid until ${expiresAt} (shown only once):`, Redacted.value(token), ...more]
  })
}

const id = Argument.String("id").pipe(Argument.withDescription("id of the token, as shown by 'token list'"))

const add = Command.make(
  "add",
  {
    ...commonFlags,
    account: Argument.String("account").pipe(Argument.withDescription("account of the token")),
    scopes: Flag.String("scopes").pipe(Flag.withDescription(`scopes, separated by commas: ${scopes.join(", ")}`)),
    days: Flag.Int("days").pipe(Flag.withDescription("days of validity"), Flag.withDefault(90))
  },
  Effect.fn("token add")(function* ({ data, json, account, scopes: given, days }) {
    const chosen = given.split(",").map((word) => word.trim())
    if (!chosen.every(isScope))
      return yield* new AccountRefused({ message: `the scopes are ${scopes.join(", ")}, separated by commas` })
    const made = yield* addToken(account, chosen, days).pipe(Effect.provide(warehouseOf(data)))
    yield* printToken(made, json, [])
  })
).pipe(
  Command.withDescription("Create a token for a program"),
  Command.withExamples([{ command: "corridor token add shelter-north --scopes submit,receipts --days 30" }])
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("token list")(function* ({ data, json }) {
    const tokens = yield* listTokens().pipe(Effect.provide(warehouseOf(data)))
    const rows = tokens.map((token) => [token.id, token.account, token.scopes.join(","), token.expiresAt])
    const lines =
      rows.length === 0 ? ["There are no tokens."] : formatTable([["id", "account", "scopes", "until"], ...rows])
    yield* printResult(json, { json: { tokens }, lines })
  })
).pipe(Command.withDescription("List the valid tokens"), Command.withExamples([{ command: "corridor token list" }]))

const rotate = Command.make(
  "rotate",
  { ...commonFlags, id },
  Effect.fn("token rotate")(function* ({ data, json, id: token }) {
    const made = yield* rotateToken(token).pipe(Effect.provide(warehouseOf(data)))
    yield* printToken(made, json, ["The old token remains valid for one day."])
  })
).pipe(
  Command.withDescription("Replace a token. The old one remains valid for one day"),
  Command.withExamples([{ command: "corridor token rotate 0196a8a4" }])
)

const revoke = Command.make(
  "revoke",
  { ...commonFlags, id },
  Effect.fn("token revoke")(function* ({ data, json, id: token }) {
    yield* revokeToken(token).pipe(Effect.provide(warehouseOf(data)))
    yield* printResult(json, { json: { id: token, status: "revoked" }, lines: [`Revoked token ${token}.`] })
  })
).pipe(Command.withDescription("Revoke a token"), Command.withExamples([{ command: "corridor token revoke 0196a8a4" }]))

export const token = Command.make("token").pipe(
  Command.withDescription("Manage access tokens of programs"),
  Command.withSubcommands([add, list, rotate, revoke])
)
