// Narrows the list of the first page while somebody types. Without it the page shows everything.
const field = document.getElementById("search")
if (field !== null) {
  const form = field.closest("form")
  const found = document.getElementById("found")
  const rows = [...document.querySelectorAll("[data-words]")]
  const narrow = () => {
    const wanted = field.value.toLowerCase().split(/\s+/).filter(Boolean)
    let count = 0
    for (const row of rows) {
      const fits = wanted.every((word) => row.dataset.words.includes(word))
      row.hidden = !fits
      if (fits) count++
    }
    for (const section of document.querySelectorAll("[data-kind]")) {
      section.hidden = section.querySelector("[data-words]:not([hidden])") === null
    }
    found.textContent =
      wanted.length === 0 ? "" : count === 0 ? "Nothing is called that." : `${count} of ${rows.length}`
  }
  form.hidden = false
  form.addEventListener("submit", (event) => event.preventDefault())
  field.addEventListener("input", narrow)
  // As in other lists of the kind, a slash goes to the field.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target === field) return
    event.preventDefault()
    field.focus()
  })
  narrow()
}
