import { h, newId } from "@corridor/page/browser/dom"
import { acceptedFiles } from "./checkedParts.ts"

/** Returns a field for one file, chosen or dropped. */
export const fileDrop = (label: string, take: (file: File) => void) => {
  const chooser = h("input", { type: "file", id: newId(), class: "chooser", accept: acceptedFiles })
  const takeFirst = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file !== undefined) take(file)
  }
  chooser.addEventListener("change", () => {
    takeFirst(chooser.files)
    // Lets the partner choose the same file again after correcting it.
    chooser.value = ""
  })
  const element: HTMLDivElement = h(
    "div",
    {
      class: "drop",
      on: {
        dragover: (event) => {
          event.preventDefault()
          element.classList.add("over")
        },
        dragleave: () => element.classList.remove("over"),
        drop: (event) => {
          event.preventDefault()
          element.classList.remove("over")
          takeFirst(event.dataTransfer?.files)
        }
      }
    },
    h("label", { for: chooser.id }, label),
    chooser
  )
  return { element, focus: () => chooser.focus() }
}
