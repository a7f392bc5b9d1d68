/** A macro that gives what the project's, the adapter's or the default implementation gives. `signature` may have defaults. */
export const dispatched = (name: string, signature = ""): string => {
  const names = signature
    .split(/,(?![^(["']*[)\]"'])/)
    .map((part) => part.split("=")[0]?.trim() ?? "")
    .filter((part) => part !== "")
  return `{% macro ${name}(${signature}) -%}{{ return(adapter.dispatch('${name}', 'dbt')(${names.join(", ")})) }}{%- endmacro %}`
}
