# Prints every cell of the named tables as the R client has it, and checks that it never makes a figure up.
library(corridor)
arguments <- commandArgs(trailingOnly = TRUE)
site <- arguments[1]
text <- function(x) ifelse(is.na(x), "", as.character(x))
refuses <- function(code, pattern) {
  said <- tryCatch({ code; "" }, error = conditionMessage)
  if (!grepl(pattern, said)) stop("expected an error with ", pattern, ", got: ", said)
}
for (name in arguments[-1]) {
  # Small pages, so that there are several.
  table <- corridor_table(site, name, size = 40)
  figure <- table[[attr(table, "figure")]]
  stopifnot(identical(is.na(figure), table$state != "published"))
  if (any(table$state != "published")) {
    refuses(corridor_total(table), "there is no figure, because cells are: ")
    printed <- format(table)[[attr(table, "figure")]]
    stopifnot(identical(printed == paste0("(", table$state, ")"), table$state != "published"))
  }
  own <- table[table$state == "published", ]
  if (nrow(own) == 0) {
    refuses(corridor_total(own), "no cells")
    refuses(corridor_bounds(own), "no cells")
  } else stopifnot(identical(as.numeric(corridor_bounds(own)), as.numeric(rep(corridor_total(own), 2))))
  # Pasting no cells gives a line of separators.
  if (nrow(table) == 0) next
  labels <- as.list(as.data.frame(unclass(table))[attr(table, "dimensions")])
  cat(do.call(paste, c(list(name), labels, list(table$state, text(figure), text(table$low), text(table$high), sep = "\t"))), sep = "\n")
}
unreported <- corridor_table(site, "flows", origin = "NAM", destination = "RUS", year = "2005")
stopifnot(as.character(unreported$state) == "not_reported", unreported$origin == "NAM")
refuses(corridor_bounds(unreported), "not_reported")
several <- corridor_table(site, "flows", origin = c("UKR", "MDA"), from = 2004, to = 2005)
stopifnot(setequal(several$origin, c("UKR", "MDA")), all(several$year %in% c("2004", "2005")))
for (years in list(list(from = 1900), list(to = 2999), list(from = 1900, to = 2999)))
  refuses(do.call(corridor_table, c(list(site, "flows"), years)), "refused the request: .*status was '400")
refuses(corridor_table(site, "flows", from = 2005, to = 2004), "refused the request: .*status was '404")
refuses(corridor_total(several[0, ]), "no cells")
halves <- corridor_table(site, "flows_by_half_year", origin = "UKR", destination = "RUS", from = 2004, to = 2004)
stopifnot(setequal(halves$year, c("2004-H1", "2004-H2")))
refuses(corridor_table(site, "flows", origin = "QQQ"), "refused")
refuses(corridor_table(site, "no_such_table"), "refused")
refuses(corridor_table(site, "flows", "UKR"), "name of their dimension")
