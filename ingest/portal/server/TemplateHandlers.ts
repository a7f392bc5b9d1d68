import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { csvTemplate, xlsxTemplate } from "../../submit/templates/Template.ts"
import { PortalApi } from "../api/PortalApi.ts"

const types = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
} as const

/** Templates to fill in. They contain no data, so they need no sign-in. */
export const TemplateHandlers = HttpApiBuilder.group(PortalApi, "templates", (handlers) =>
  Effect.succeed(
    handlers.handleAll({
      fetch: ({ params: { kind, language, format } }) =>
        Effect.sync(() => {
          const bytes =
            format === "csv" ? new TextEncoder().encode(csvTemplate(kind, language)) : xlsxTemplate(kind, language)
          return HttpServerResponse.uint8Array(bytes, {
            contentType: types[format],
            headers: { "content-disposition": `attachment; filename="corridor-${kind}-${language}.${format}"` }
          })
        })
    })
  )
)
