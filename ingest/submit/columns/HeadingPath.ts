/** Headings of exports that put the names of groups before the name of a field, or behind it which part of an answer they have. */
import type { RecordKind } from "../../../schemas/RecordSchemas.ts"
import { recordKinds } from "../../../schemas/RecordSchemas.ts"
import type { Binding } from "./Binding.ts"
import { pathOfTarget, squeeze } from "./OwnColumns.ts"

/** `form.group.field`, `profile.age` (CommCare, pandas): names with dots between them, and no text. */
const names = /^[a-z_]\w*(?:\.\w+)+$/i

/** `[Country of origin].[Name]`, `@parent.[Case number]`: ActivityInfo's labels as its formulas have them. */
const formula = /^(?:@parent|\[[^[\]]+\]|[a-z_]\w*)(?:\.(?:\[[^[\]]+\]|[a-z_]\w*))*$/i

/** `Intake form.Date of registration`, `Intake → Sex`. A short word with a dot is an abbreviation: `Nr.Caz`. */
const separator = /(?<=[\p{L}\d)][\p{L}\d)\s'’-]{2}[\p{L}\d)])\.(?=[\p{Lu}\p{Lo}])|\s*(?:→|»|›|::)\s*|\s>\s/gu

/** Returns a heading with a slash between its groups, as KoboToolbox writes them: `Case/Gender` for `Case.Gender`. */
export const headingPath = (heading: string): string => {
  if (names.test(heading)) return heading.replaceAll(".", "/")
  if (!formula.test(heading)) return heading.replace(separator, "/")
  const parts = [...heading.matchAll(/\[([^[\]]+)\]|@?\w+/g)].map(([part, label]) => label ?? part)
  return parts.filter((part) => part !== "@parent").join("/")
}

/** The parts of an answer that tables have in columns of their own, the one to read first. */
const attributes =
  "name|label|value|title|display name|text|название|наименование|назва|найменування|denumire|denumirea|nom|libellé|nombre|iso code|iso ?[23]|alpha ?[23]|code|код|cod|codul".split(
    "|"
  )

const attribute = new RegExp(`^(.+?)(?:\\s?[/.:]\\s?|[\\s_])(${attributes.join("|")})$`, "iu")

/** What has a name and is no person, at the end of a heading: `Partner`, `Location of exploitation`. */
const thing =
  /(?:^|[^\p{L}])(?:partner|organi[sz]ation|agency|institution|project|program(?:me)?|donor|activity|intervention|service|location|site|office|shelter|cent(?:er|re)|facility|country|region|province|district|oblast|raion|county|municipality|governorate|commune|city|town|village|settlement|camp|admin(?:istrative)?(?: (?:area|level|unit))?|form|database|партн[её]р|организация|проект|программа|страна|область|район|город|організація|проєкт|програма|країна|місто|organizați[ae]|proiect(?:ul)?|țara|raion(?:ul)?|localitatea?)(?:\s?\d)?(?:\s(?:of|for)\s.*)?$/iu

/** Returns the field whose answer a heading has a part of, and how early the part is read: 0 for `Citizenship.Name`, more for `Citizenship.Code`. */
export const attributeOf = (heading: string): { readonly of: string; readonly rank: number } | undefined => {
  const [, of, part = ""] = attribute.exec(headingPath(heading)) ?? []
  return of === undefined ? undefined : { of, rank: attributes.indexOf(part.toLowerCase()) }
}

const hasCodes = (binding: Binding) =>
  binding.to === "target" && (binding.target.field.codeList !== undefined || binding.target.field.type === "boolean")

/**
 * Returns the binding of a part of an answer: that of the field if its answers are listed (`Citizenship.Name`, `gender.label`). The name of a
 * partner or place is unknown, and is no name of a person. `bind` returns the binding of the field.
 */
export const attributeBinding = (
  kind: RecordKind,
  heading: string,
  bind: (kind: RecordKind, field: string) => Binding
): Binding | undefined => {
  const found = attributeOf(heading)
  if (found === undefined) return undefined
  const binding = bind(kind, found.of)
  if (hasCodes(binding)) return binding
  const isNamed = /[/.:]/.test(headingPath(heading))
  if (!isNamed) return undefined
  if (binding.to === "direct" || binding.to === "free-text") return binding
  const isOfKind = recordKinds.some((other) => hasCodes(bind(other, found.of)))
  return isOfKind || thing.test(found.of.replace(/^.*\//, "")) ? { to: "unknown" } : undefined
}

/** Leaves out further parts of an answer: `Citizenship.Code` beside `Citizenship.Name`, and `gender.label` beside `gender`. */
export const withoutFurtherParts = (
  headings: ReadonlyArray<string>,
  bindings: ReadonlyArray<Binding>
): ReadonlyArray<Binding> => {
  const parts = headings.map((heading, i) => {
    const binding = bindings[i]
    const found = attributeOf(heading)
    const of = squeeze(found?.of ?? headingPath(heading))
    return binding?.to === "target" && hasCodes(binding)
      ? { answer: `${of} ${pathOfTarget(binding.target)}`, rank: found?.rank ?? -1 }
      : undefined
  })
  const first = new Map<string, number>()
  for (const part of parts)
    if (part !== undefined) first.set(part.answer, Math.min(part.rank, first.get(part.answer) ?? part.rank))
  return bindings.map((binding, i): Binding => {
    const part = parts[i]
    return part === undefined || part.rank < 0 || part.rank === first.get(part.answer) ? binding : { to: "unknown" }
  })
}
