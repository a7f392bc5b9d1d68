/** `modules`: the parts of Python's library that dbt lends to templates, as far as SQL macros use them. */
import { text } from "../jinja/Arguments.ts"
import { fail } from "../jinja/TemplateError.ts"
import { plainFunction } from "../jinja/Value.ts"
import { datetimeModule, moduleObject } from "./modules/DatetimeModule.ts"
import { itertoolsModule } from "./modules/ItertoolsModule.ts"
import { regexModule } from "./modules/RegexModule.ts"

/** UTC is the one zone here: another one would need a table of the world's. */
const utc = moduleObject("modules.pytz.utc", { zone: "UTC" })

export const modules = moduleObject("modules", {
  datetime: datetimeModule,
  itertools: itertoolsModule,
  pytz: moduleObject("modules.pytz", {
    utc,
    UTC: utc,
    timezone: plainFunction("timezone", (args) =>
      text(args[0]).toUpperCase() === "UTC"
        ? utc
        : fail(`modules.pytz.timezone('${text(args[0])}') is not supported: only UTC`)
    )
  }),
  re: regexModule
})
