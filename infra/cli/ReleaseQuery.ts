/** `release query`, `release budget` */

import { type Profile, profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import type { TableChoice } from "../../release/catalogue/TableChoice.ts"
import { dpBudget } from "../../release/protection/privateBudget.ts"
import { Queries } from "../../release/queries/Queries.ts"
import { publishedBody, publishedPath } from "../../site/metadata/publishedPath.ts"
import { storesOf } from "../stack/Stack.ts"
import { formatTable, printResult, tableOr } from "./CommandOutput.ts"
import { commonFlags, documented, optional, optionalWhole, switchFlag, textFlag } from "./CommonFlags.ts"
import { cellLines, nearestLine } from "./choiceLines.ts"
import { choiceFlags, choicesOf, profileFlag, tableFlag, whereFlag } from "./ReleaseFlags.ts"
import { readToken, signatoryOf, tokenFlag } from "./signatoryFlags.ts"

const person = textFlag("person", "account of the researcher")
const project = textFlag("project", "name of the project")

export const query = Command.make(
  "query",
  {
    ...commonFlags,
    tokenFile: tokenFlag,
    project,
    table: tableFlag,
    ...choiceFlags,
    where: whereFlag,
    profile: profileFlag,
    vintage: optionalWhole("vintage", "number of the vintage; default: the newest", 1)
  },
  Effect.fn("release query")(function* (flags) {
    const [choice] = yield* choicesOf({ ...flags, table: [flags.table] })
    const token = yield* readToken(flags.tokenFile)
    const asked = {
      project: flags.project,
      choice: choice as TableChoice,
      profile: profiles.get(flags.profile) as Profile,
      vintage: flags.vintage
    }
    const answer = yield* Effect.gen(function* () {
      const { account } = yield* signatoryOf(token, undefined, ["query"])
      return yield* (yield* Queries).ask({ person: account, ...asked })
    }).pipe(
      Effect.provide(Queries.layer),
      Effect.provide(storesOf(flags.data)),
      Effect.catchTag("QueryWouldDisclose", ({ message, nearest }) =>
        printResult(flags.json, {
          json: { error: { code: "QueryWouldDisclose", message }, nearest },
          lines: [`Refused: ${message}.`, nearestLine(nearest)],
          exitCode: 4
        })
      )
    )
    if (answer === undefined) return
    yield* printResult(flags.json, {
      json: { ...answer, ...(answer.published === undefined ? {} : { published: publishedBody(answer.published) }) },
      lines: [
        cellLines(answer.choice, answer.cells),
        answer.invented && "These figures come from invented records of a demonstration.",
        answer.published && `Already public at ${publishedPath(answer.published)}. Your budget was not used.`,
        `${answer.published === undefined ? `Answer ${answer.answer}` : "Published cells"} from vintage ${answer.vintage}, profile ${answer.profile}.`
      ]
    })
  })
).pipe(
  documented(
    "Query a vintage as a researcher with the token of your account, within a budget. The answer is protected and audited like a release. Exit code 4, with the nearest query that can be answered, if nothing can be disclosed",
    [
      "corridor release query --token-file rae.token --project Baltic --table flows --by origin,year --where origin=UKR",
      "persons from Ukraine by year"
    ],
    [
      "corridor release query --token-file rae.token --project Baltic --table victims --by sex,form,year --levels year=period --period 5",
      "victims by sex and form, in periods of five years"
    ]
  )
)

export const budget = Command.make(
  "budget",
  {
    ...commonFlags,
    person: optional(person),
    project: optional(project),
    grant: optionalWhole("grant", "number of additional questions to allow", 1),
    private: switchFlag(
      "private",
      "show the budget of releases with the method dp, as rho of zero-concentrated differential privacy"
    ),
    epsilon: optional(Flag.Finite("epsilon").pipe(Flag.withDescription("with --private: add this much to the budget")))
  },
  Effect.fn("release budget")(function* (flags) {
    const { data, json, person: name, project: work, grant, epsilon } = flags
    if (flags.private) {
      const rho = yield* dpBudget(epsilon).pipe(Effect.provide(storesOf(data)))
      yield* printResult(json, {
        json: { private: rho },
        lines: formatTable([
          ["rho", "granted", "used", "left"],
          ["releases", rho.granted, rho.used, rho.left]
        ])
      })
      return
    }
    const accounts = [
      ...(name === undefined ? [] : [{ person: name }]),
      ...(work === undefined ? [] : [{ project: work }])
    ]
    const found = yield* Effect.gen(function* () {
      const queries = yield* Queries
      return yield* Effect.forEach(accounts, (account) =>
        Effect.gen(function* () {
          if (grant !== undefined) yield* queries.grant(account, grant)
          return { ...account, ...(yield* queries.allowance(account)) }
        })
      )
    }).pipe(Effect.provide(Queries.layer), Effect.provide(storesOf(data)))
    yield* printResult(json, {
      json: { accounts: found },
      lines: tableOr(
        "Give a person or a project: --person NAME, --project NAME.",
        ["account", "granted", "used", "left"],
        found.map((one) => ["person" in one ? one.person : one.project, one.granted, one.used, one.left])
      )
    })
  })
).pipe(
  documented(
    "Show or increase the query budget of a person or project",
    "corridor release budget --person rae --grant 50",
    "corridor release budget --project Baltic --grant 200",
    ["corridor release budget --private --epsilon 4", "add to the budget of releases with the method dp"]
  )
)
