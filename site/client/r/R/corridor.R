# Published statistics of a Corridor site, with base R only.

#' The four states of a cell.
corridor_states <- c("published", "suppressed", "not_reported", "not_collected")

encode <- function(text) URLencode(as.character(text), reserved = TRUE)

read_page <- function(address) {
  # Labels are text, so that none is taken for a missing value; only an empty field is one.
  tryCatch(
    read.csv(address, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8"),
    # A connection of base R does not give the body of a refusal, which says what to correct.
    warning = function(problem) {
      stop("the site refused the request: ", conditionMessage(problem), ". A browser shows the reason at this address.", call. = FALSE)
    }
  )
}

#' Reads the cells of a table of an edition: all of them, or those with the given labels of its dimensions.
#'
#' @param site address of the site, such as "http://localhost:8080"
#' @param name name of the table, such as "flows"
#' @param ... labels by dimension, such as origin = c("UKR", "MDA"); from and to are the first and last year
#' @param series,version the edition; by default the latest of the main series
#' @param size rows that are read at once
#' @return a data frame of class corridor_table: the dimensions, state (a factor of the four states), the figure, low, high, as_of,
#'   release and invented. A figure that is not published is NA, and state says why; print shows the state in its place.
corridor_table <- function(site, name, ..., series = "main", version = "latest", size = 100000) {
  if (!grepl("^https?://", site)) stop("the address of a site begins with http:// or https://")
  labels <- list(...)
  if (length(labels) > 0 && (is.null(names(labels)) || any(names(labels) == ""))) stop("labels need the name of their dimension")
  parameters <- c(lapply(labels, paste, collapse = ","), list(format = "csv", size = format(size, scientific = FALSE)))
  query <- paste(encode(names(parameters)), vapply(parameters, encode, ""), sep = "=", collapse = "&")
  start <- sprintf("%s/v1/editions/%s/%s/tables/%s?%s", sub("/+$", "", site), encode(series), encode(version), encode(name), query)
  cells <- read_page(start)
  page <- 1
  last <- nrow(cells)
  while (last == size) {
    page <- page + 1
    # The last page may be full: then the next one does not exist (404). Any other refusal is an error, so that no rows are missing.
    more <- tryCatch(
      read_page(paste0(start, "&page=", page)),
      error = function(problem) if (grepl("status was '404", conditionMessage(problem), fixed = TRUE)) cells[0, ] else stop(problem)
    )
    cells <- rbind(cells, more)
    last <- nrow(more)
  }
  at <- match("state", names(cells))
  figure <- names(cells)[at + 1]
  for (column in c(figure, "low", "high", "as_of", "release")) cells[[column]] <- as.integer(cells[[column]])
  cells$invented <- cells$invented == "true"
  cells$state <- factor(cells$state, levels = corridor_states)
  if (anyNA(cells$state)) stop("the site has a state that this version does not know")
  if (any(is.na(cells[[figure]]) != (cells$state != "published"))) stop("a figure and its state do not agree")
  structure(cells, class = c("corridor_table", "data.frame"), figure = figure, dimensions = names(cells)[seq_len(at - 1)])
}

#' Selects rows or columns; figure and dimensions are kept.
"[.corridor_table" <- function(x, ...) {
  selected <- NextMethod()
  if (is.data.frame(selected)) for (name in c("figure", "dimensions")) attr(selected, name) <- attr(x, name)
  selected
}

#' The table with the state in place of each figure that is not published.
format.corridor_table <- function(x, ...) {
  shown <- as.data.frame(unclass(x), stringsAsFactors = FALSE, check.names = FALSE)
  figure <- attr(x, "figure")
  if (!is.null(figure) && figure %in% names(x) && "state" %in% names(x))
    shown[[figure]] <- ifelse(x$state == "published", as.character(x[[figure]]), paste0("(", x$state, ")"))
  shown
}

#' Prints the figures with their bounds. What all rows have in common stands above them, so that a row fits a line.
print.corridor_table <- function(x, ...) {
  shown <- format(x)
  common <- intersect(c("as_of", "release", "invented"), names(shown))
  if ("release" %in% names(x)) cat("Release ", paste(unique(x$release), collapse = ", "), if (any(x$invented)) ", invented data", "\n", sep = "")
  print(shown[setdiff(names(shown), common)], ...)
  invisible(x)
}

without_figure <- function(x, states) {
  if (nrow(x) == 0) stop("there is no figure, because there are no cells", call. = FALSE)
  found <- intersect(states, as.character(unique(x$state)))
  if (length(found) > 0) stop("there is no figure, because cells are: ", paste(found, collapse = ", "), call. = FALSE)
}

#' The sum of the figures. An error if a cell has none, with its state, or if there is no cell.
corridor_total <- function(x) {
  without_figure(x, corridor_states[-1])
  sum(x[[attr(x, "figure")]])
}

#' The lowest and highest possible sum; high is Inf if nothing bounds it. An error if nothing is known of a cell, or if there is none.
corridor_bounds <- function(x) {
  without_figure(x, c("not_reported", "not_collected"))
  figure <- x[[attr(x, "figure")]]
  low <- ifelse(x$state == "published", figure, ifelse(is.na(x$low), 0, x$low))
  high <- ifelse(x$state == "published", figure, ifelse(is.na(x$high), Inf, x$high))
  c(low = sum(low), high = sum(high))
}
