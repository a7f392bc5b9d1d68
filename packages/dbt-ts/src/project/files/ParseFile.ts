import type { Template } from "../../jinja/Ast.ts"
import { TemplateError } from "../../jinja/TemplateError.ts"
import { parseTemplate } from "../../jinja/TemplateParser.ts"

/** Parses a file's template; an error names the file. */
export const parseFile = (path: string, text: string): Template => {
  try {
    return parseTemplate(text)
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown
    throw new TemplateError({
      message: thrown.message,
      template: path,
      ...(thrown.line === undefined ? {} : { line: thrown.line })
    })
  }
}
