/** The partner's mapping, and empty tables. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { NotFound, SignedIn } from "../../../ports/identity/SignedIn.ts"
import { languages } from "../../../schemas/Languages.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import { MayAsk } from "./operations.ts"
import { errors, RowsRefused } from "./PortalAnswers.ts"

/** The partner's mapping of columns and values, in the format of `--mapping`. */
export class MappingGroup extends HttpApiGroup.make("mapping")
  .add(
    HttpApiEndpoint.get("show", "/", { success: Schema.Unknown, error: [...errors] }),
    HttpApiEndpoint.put("keep", "/", {
      payload: Schema.Unknown,
      success: HttpApiSchema.NoContent,
      error: [...errors, RowsRefused]
    })
  )
  .middleware(MayAsk)
  .middleware(SignedIn)
  .prefix("/portal/api/mapping") {}

const templateFormats = ["csv", "xlsx"] as const

/** Files to fill in, the same for all partners. */
export class TemplateGroup extends HttpApiGroup.make("templates")
  .add(
    HttpApiEndpoint.get("fetch", "/:kind/:language/:format", {
      params: {
        kind: Schema.Literals(recordKinds),
        language: Schema.Literals(languages),
        format: Schema.Literals(templateFormats)
      },
      success: Schema.Uint8Array.pipe(HttpApiSchema.asUint8Array()),
      error: NotFound
    })
  )
  .prefix("/portal/api/templates") {}
