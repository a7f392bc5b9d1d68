/** `token add | list | rotate | revoke` */
import { resolve } from "node:path"
import { Effect, Redacted } from "effect"
import { Command, Flag } from "effect/cli"
import { writeOutput } from "../../ports/files/OutputFile.ts"
import { type Scope, scopes } from "../../ports/identity/Principal.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { AccountRefused } from "../identity/Accounts.ts"
import { addToken, listTokens, type NewToken, revokeToken, rotateToken } from "../identity/Tokens.ts"
import { storesOf } from "../stack/Stack.ts"
import { printResult, printSecret, tableOr } from "./CommandOutput.ts"
import { commonFlags, documented, optionalText, textArgument, textFlag, wholeFlag } from "./CommonFlags.ts"

const isScope = (word: string): word is Scope => scopes.includes(word as Scope)

const printToken = ({ id, token, expires }: NewToken, json: boolean, more: ReadonlyArray<string>) => {
  const expiresAt = new Date(expires).toISOString()
  return printSecret(json, `Revoke token ${id} with 'token revoke', and make another one with 'token add'.`, {
    json: { id, token: Redacted.value(token), expiresAt },
    lines: [`Token ${id}, valid until ${expiresAt} (shown only once):`, Redacted.value(token), ...more]
  })
}

const id = textArgument("id", "id of the token, as shown by 'token list'")

/** Creates a token. If there is a file for it, the token exists only if it is in the file. */
const addTokenTo = Effect.fn("addTokenTo")(function* (file: string | undefined, ...token: Parameters<typeof addToken>) {
  if (file === undefined) return yield* addToken(...token)
  return yield* StateStore.transaction(
    Effect.tap(addToken(...token), (made) => writeOutput(file, `${Redacted.value(made.token)}\n`, { replace: false }))
  )
})

const add = Command.make(
  "add",
  {
    ...commonFlags,
    account: textArgument("account", "account of the token"),
    scopes: textFlag("scopes", `scopes, separated by commas: ${scopes.join(", ")}`),
    days: wholeFlag("days", "days of validity", 1, 366).pipe(Flag.withDefault(90)),
    out: optionalText("out", "new file for the token, which only you can read; the token is not printed")
  },
  Effect.fn("token add")(function* ({ data, json, account, scopes: given, days, out }) {
    const chosen = given.split(",").map((word) => word.trim())
    if (!chosen.every(isScope))
      return yield* new AccountRefused({ message: `The scopes are ${scopes.join(", ")}, separated by commas.` })
    const file = out === undefined ? undefined : resolve(out)
    const made = yield* addTokenTo(file, account, chosen, days).pipe(Effect.provide(storesOf(data)))
    if (file === undefined) return yield* printToken(made, json, [])
    const expiresAt = new Date(made.expires).toISOString()
    yield* printResult(json, {
      json: { id: made.id, file, expiresAt },
      lines: [`Token ${made.id}, valid until ${expiresAt}, is in ${file}.`]
    })
  })
).pipe(
  documented(
    "Create a token for a program, or for a person who creates or reviews releases on the command line",
    "corridor token add shelter-north --scopes submit,receipts --days 30",
    "corridor token add bo --scopes review --out bo.token"
  )
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("token list")(function* ({ data, json }) {
    const tokens = yield* listTokens().pipe(Effect.provide(storesOf(data)))
    const rows = tokens.map((token) => [token.id, token.account, token.scopes.join(","), token.expiresAt])
    const lines = tableOr("There are no tokens.", ["id", "account", "scopes", "until"], rows)
    yield* printResult(json, { json: { tokens }, lines })
  })
).pipe(documented("List the valid tokens", "corridor token list"))

const rotate = Command.make(
  "rotate",
  { ...commonFlags, id },
  Effect.fn("token rotate")(function* ({ data, json, id: token }) {
    const made = yield* rotateToken(token).pipe(Effect.provide(storesOf(data)))
    yield* printToken(made, json, ["The old token remains valid for one day."])
  })
).pipe(documented("Replace a token. The old one remains valid for one day", "corridor token rotate 0196a8a4"))

const revoke = Command.make(
  "revoke",
  { ...commonFlags, id },
  Effect.fn("token revoke")(function* ({ data, json, id: token }) {
    yield* revokeToken(token).pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, { json: { id: token, status: "revoked" }, lines: [`Revoked token ${token}.`] })
  })
).pipe(documented("Revoke a token", "corridor token revoke 0196a8a4"))

export const token = Command.make("token").pipe(
  Command.withDescription("Manage access tokens of programs"),
  Command.withSubcommands([add, list, rotate, revoke])
)
