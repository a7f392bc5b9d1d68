/** `partner invite | add | list | disable` */
import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { Effect, Redacted } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { PartnerId } from "../../ingest/partners/PartnerId.ts"
import { keepSecrets } from "../../ingest/partners/PartnerSecrets.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { AccountName } from "../../ports/identity/Principal.ts"
import { createAccess, createCode } from "../identity/createAccess.ts"
import { sayUnfinished } from "../process/sayUnfinished.ts"
import { hasLocalAccounts, settings } from "../settings/Settings.ts"
import { keysLayer } from "../stack/Keys.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { stackLayer, warehouseOf } from "../stack/Stack.ts"
import { partnerRolesFlag, readPartnerRoles } from "./AccountCommand.ts"
import { formatTable, printResult, printSecret, tableOr } from "./CommandOutput.ts"
import {
  commonFlags,
  documented,
  optional,
  optionalText,
  switchFlag,
  textArgument,
  textFlag,
  wholeFlag
} from "./CommonFlags.ts"

const id = textArgument("id", "2 to 31 lower-case letters, digits and hyphens").pipe(Argument.withSchema(PartnerId))

/** The partner's row is written before its access. */
const anotherCode = (partner: PartnerId) =>
  `Partner ${partner} exists, but its access was not shown. For a one-time code: corridor partner invite ${partner}`

const withoutAccess = (partner: PartnerId) => sayUnfinished(anotherCode(partner))

const add = Command.make(
  "add",
  {
    ...commonFlags,
    id,
    type: textFlag("type", "code of organisation-type: NGO, LawEnforcement, …"),
    name: textFlag("name", "the partner's name")
  },
  Effect.fn("partner add")(function* ({ data, json, id: partner, type, name }) {
    const folder = yield* stackKeysFolder(data)
    const local = hasLocalAccounts(yield* settings)
    const { made, access } = yield* Effect.gen(function* () {
      const made = yield* Partners.add({ id: partner, type, name, demonstration: false }, (secrets) =>
        keepSecrets(folder, partner, secrets)
      )
      return { made, access: yield* createAccess(partner, local).pipe(withoutAccess(partner)) }
    }).pipe(Effect.provide([stackLayer({ data, needs: ["log", "warehouse", "state"] }), keysLayer(data)]))
    const shown = {
      partner,
      topic: made.topic,
      username: made.identity.username,
      password: Redacted.value(made.identity.password),
      key: Buffer.from(Redacted.value(made.key)).toString("base64"),
      ...access
    }
    yield* printSecret(json, anotherCode(partner), {
      json: shown,
      lines: [
        `Created partner ${partner}. The following is shown only once; hand it over securely:`,
        ...formatTable([["what", "value"], ...Object.entries(shown)]),
        local
          ? `Sign in at the portal with the account ${access.account} and portalPassword. The partner keeps the key in a file, which the portal requires.`
          : `To add a portal account: corridor account add NAME --role partner --partner ${partner} --subject SUBJECT`
      ]
    })
  })
).pipe(
  documented(
    "Create a partner with its topic, credentials, token and key. The key is made here: to have the partner make it, use 'partner invite'",
    'corridor partner add shelter-north --type NGO --name "Northern Shelter"'
  )
)

const invite = Command.make(
  "invite",
  {
    ...commonFlags,
    id,
    type: optionalText("type", "for a new partner: code of organisation-type: NGO, LawEnforcement, …"),
    name: optionalText("name", "for a new partner: its name"),
    days: wholeFlag("days", "days for which the code is valid", 1).pipe(Flag.withDefault(3)),
    account: optional(
      Flag.String("account").pipe(
        Flag.withDescription("another account of the partner, which is made if it does not exist"),
        Flag.withSchema(AccountName)
      )
    ),
    may: partnerRolesFlag,
    newKey: switchFlag("new-key", "the partner lost its key: let it register a new one")
  },
  Effect.fn("partner invite")(function* ({ data, json, id: partner, type, name, days, account, may, newKey }) {
    const folder = yield* stackKeysFolder(data)
    const roles = yield* readPartnerRoles(may)
    if ((type === undefined) !== (name === undefined))
      return yield* new UsageError({ message: "--type and --name belong together." })
    const { code, expiresAt } = yield* Effect.gen(function* () {
      if (type !== undefined && name !== undefined)
        yield* Partners.invite({ id: partner, type, name, demonstration: false }, (identity) =>
          keepSecrets(folder, partner, { identity })
        )
      else {
        const { status } = yield* Partners.existing(partner)
        if (status === "disabled")
          return yield* new Partners.PartnerRefused({ message: `Partner ${partner} is disabled.` })
      }
      if (newKey) yield* Partners.forgetKey(partner)
      return yield* createCode({ partner, account, roles }, days).pipe(withoutAccess(partner))
    }).pipe(Effect.provide([stackLayer({ data, needs: ["log", "warehouse", "state"] }), keysLayer(data)]))
    yield* printSecret(json, anotherCode(partner), {
      json: { partner, account: account ?? partner, topic: topicOfPartner(partner), code, expiresAt },
      lines: [
        `One-time code for ${partner}, valid until ${expiresAt} (shown only once):`,
        code,
        "The partner uses it on the portal's sign-in page, or with 'corridor enrol'. Its client then makes the key; this installation never has it.",
        newKey &&
          "With a new key, records that the partner sends from now on are not recognised as belonging to earlier cases, nor to cases that have withdrawn: the partner leaves these out, or withdraws them again in advance."
      ]
    })
  })
).pipe(
  documented(
    "Invite a partner, new or existing: prints a one-time code with which the partner's client makes the key and gets a token. The key never leaves the partner",
    'corridor partner invite shelter-north --type NGO --name "Northern Shelter"',
    [
      "corridor partner invite shelter-north --account shelter-north.olena --may approve",
      "a second account, which approves"
    ]
  )
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("partner list")(function* ({ data, json }) {
    const partners = yield* Partners.list().pipe(Effect.provide(warehouseOf(data)))
    const rows = partners.map((p) => [p.id, p.type, p.name, p.status, p.createdAt])
    const lines = tableOr("There are no partners yet.", ["partner", "type", "name", "status", "since"], rows)
    yield* printResult(json, { json: { partners }, lines })
  })
).pipe(documented("List the partners", "corridor partner list"))

const disable = Command.make(
  "disable",
  { ...commonFlags, id },
  Effect.fn("partner disable")(function* ({ data, json, id: partner }) {
    yield* Partners.disable(partner).pipe(Effect.provide(stackLayer({ data, needs: ["log", "warehouse"] })))
    yield* printResult(json, {
      json: { partner, status: "disabled" },
      lines: [`Partner ${partner} is disabled and can no longer send records.`]
    })
  })
).pipe(
  documented(
    "Disable a partner, so that it can no longer send. Its records are kept",
    "corridor partner disable shelter-north"
  )
)

export const partner = Command.make("partner").pipe(
  Command.withDescription("Manage the partners that may send records"),
  Command.withSubcommands([invite, add, list, disable])
)
