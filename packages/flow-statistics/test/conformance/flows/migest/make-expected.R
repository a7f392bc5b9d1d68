# Writes expected.json: what migest and migration.indices make of random matrices of flows.
#   Rscript make-expected.R MIGEST MIGRATION_INDICES OUT
# MIGEST and MIGRATION_INDICES are the unpacked sources of these packages.
suppressMessages({library(dplyr); library(tidyr); library(tibble); library(jsonlite)})
folder <- commandArgs(trailingOnly = TRUE)
for (at in file.path(folder[2], "R", c("migration.indices.R", "acv.R", "gini.R", "others.R"))) source(at)
for (at in file.path(folder[1], "R", c("utils-pipe.R", "mig_matrix.R", "mig_tibble.R", "sum_region.R", "index_connectivity.R",
                                       "index_impact.R", "index_distance.R", "index_intensity.R"))) {
  # Functions of the other package are called by its name; it is not installed, only read.
  eval(parse(text = gsub("migration.indices::", "", readLines(at), fixed = TRUE)), envir = globalenv())
}
version_of <- function(at) unname(read.dcf(file.path(at, "DESCRIPTION"))[, "Version"])

one <- function(n, zeros) {
  regions <- LETTERS[1:n]
  m <- matrix(rpois(n * n, exp(rnorm(n * n, 3, 1.2))), n, dimnames = list(orig = regions, dest = regions))
  m[runif(n * n) < zeros] <- 0
  diag(m) <- 0
  population <- round(runif(n, 1e4, 1e6))
  at <- matrix(runif(2 * n, 0, 1000), n)
  d <- round(as.matrix(dist(at)), 3)
  # There and back differ, as by road: the median of migest depends on the order of equal distances.
  d <- round(d * matrix(runif(n * n, 1, 1.05), n), 3)
  dimnames(d) <- list(orig = regions, dest = regions)
  flows <- as.data.frame.table(m, stringsAsFactors = FALSE, responseName = "flow")
  distances <- as.data.frame.table(d, stringsAsFactors = FALSE, responseName = "dist")
  distances$flow <- flows$flow
  values <- function(table) as.list(setNames(table$value, table$measure))
  list(flows = unname(m), population = population, distances = unname(d),
       connectivity = values(index_connectivity(m = m)),
       giniTotalUncorrected = migration.gini.total(m, FALSE),
       impact = values(index_impact(m = m, p = tibble(pop = population, reg = regions), pop = "pop", reg = "reg")),
       distance = values(index_distance(m = flows, d = distances)),
       intensity = values(index_intensity(sum(m), sum(population), n)))
}

set.seed(20261125)
random <- list()
for (i in 1:40) {
  found <- tryCatch(suppressWarnings(one(sample(3:8, 1), sample(c(0, 0.2, 0.4), 1))), error = function(e) {message(e); NULL})
  if (!is.null(found)) random[[length(random) + 1]] <- found
}
write_json(list(versions = list(R = R.version$version.string, migest = version_of(folder[1]),
                                migration.indices = version_of(folder[2])), random = random),
           folder[3], digits = 12, auto_unbox = TRUE, na = "null", matrix = "rowmajor")
