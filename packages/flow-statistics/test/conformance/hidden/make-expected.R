# Writes expected.json: what SparseMSE and dga make of random tables of linked lists and of the public ones.
#   Rscript make-expected.R SPARSEMSE DGA TABLES OUT
# SPARSEMSE and DGA are the unpacked sources of these CRAN packages, TABLES the folder with mse_*.csv.
suppressMessages({library(lpSolve); library(jsonlite); library(Rcpp)})
folder <- commandArgs(trailingOnly = TRUE)
source(file.path(folder[1], "R", "routines.R"))
source(file.path(folder[2], "R", "BMAfunctions.R"))
sourceCpp(file.path(folder[2], "src", "utils.cpp"))
for (k in 3:5) load(file.path(folder[2], "data", paste0("graphs", k, ".rda")))
version_of <- function(at) unname(read.dcf(file.path(at, "DESCRIPTION"))[, "Version"])

pairs_of <- function(k) {p <- t(expand.grid(1:k, 1:k)); p[, p[1, ] < p[2, ], drop = FALSE]}
names_of <- function(lists, mX) if (length(mX) == 0) list() else apply(matrix(lists[mX], nrow = 2), 2, paste, collapse = ":")

# A table of k lists; sparse ones have empty overlaps.
draw <- function(k, size) {
  zm <- as.matrix(expand.grid(rep(list(0:1), k)))[-1, ]
  main <- rnorm(k, -1.5, 0.7)
  pairs <- pairs_of(k)
  mean <- exp(log(size) + zm %*% main)
  for (j in seq_len(ncol(pairs))) if (runif(1) < 0.3) mean <- mean * exp(rnorm(1) * zm[, pairs[1, j]] * zm[, pairs[2, j]])
  count <- rpois(nrow(zm), mean)
  zdat <- cbind(zm, count)
  colnames(zdat) <- c(LETTERS[1:k], "count")
  zdat[zdat[, k + 1] > 0, , drop = FALSE]
}

fitted_model <- function(zdat, mX) {
  lists <- colnames(zdat)[-ncol(zdat)]
  code <- checkident(zdat, if (length(mX) == 0) NULL else mX)
  if (code > 0) return(list(pairs = names_of(lists, mX), code = code))
  fit <- suppressWarnings(modelfit(zdat, if (length(mX) == 0) NULL else mX, check = FALSE))$fit
  list(pairs = names_of(lists, mX), code = 0, hidden = unname(exp(coef(fit)[1])), deviance = fit$deviance, aic = fit$aic,
       logError = sqrt(summary(fit)$cov.unscaled[1, 1]))
}

chosen <- function(zdat) {
  fit <- suppressWarnings(stepwisefit(zdat))
  hidden <- unname(exp(coef(fit$fit)[1]))
  terms <- attr(terms(fit$fit), "term.labels")
  list(pairs = sort(c(grep(":", terms, value = TRUE), colnames(fit$emptyoverlaps))), hidden = hidden)
}

averaged <- function(zdat, steps) {
  k <- ncol(zdat) - 1
  Y <- array(0, dim = rep(2, k))
  for (i in seq_len(nrow(zdat))) Y[t(zdat[i, 1:k] + 1)] <- zdat[i, k + 1]
  hidden <- 0:steps
  weights <- bma.cr(Y, hidden, 2^-k, get(paste0("graphs", k)))
  posterior <- colSums(weights)
  at <- function(p) hidden[which(cumsum(posterior) >= p)[1]]
  list(limit = steps, mean = sum(posterior * hidden), low = at(0.025), median = at(0.5), high = at(0.975),
       models = sort(rowSums(weights), decreasing = TRUE)[1:5])
}

table_of <- function(zdat) {
  k <- ncol(zdat) - 1
  list(lists = colnames(zdat)[1:k], histories = as.vector(zdat[, 1:k] %*% 2^(0:(k - 1))), counts = as.vector(zdat[, k + 1]))
}

set.seed(20261125)
random <- list()
while (length(random) < 60) {
  k <- sample(3:5, 1)
  zdat <- draw(k, sample(c(20, 60, 300, 2000), 1))
  totals <- t(zdat[, 1:k, drop = FALSE]) %*% zdat[, k + 1]
  if (nrow(zdat) < 3 || any(totals == 0) || any(totals == sum(zdat[, k + 1]))) next
  pairs <- pairs_of(k)
  models <- c(list(NULL), lapply(1:6, function(i) pairs[, sort(sample(ncol(pairs), sample(ncol(pairs), 1))), drop = FALSE]))
  one <- list(table = table_of(zdat), triples = count_triples(zdat), models = lapply(models, function(m) fitted_model(zdat, m)))
  if (one$models[[1]]$code == 0) {
    one$stepwise <- chosen(zdat)
    if (sum(zdat[, k + 1]) < 1500) one$averaged <- averaged(zdat, 3000)
  }
  random[[length(random) + 1]] <- one
}

public <- lapply(c("UKdat", "Ned", "Western", "Artificial_3"), function(name) {
  zdat <- as.matrix(read.csv(file.path(folder[3], paste0("mse_", name, ".csv")), check.names = FALSE))
  list(name = name, triples = count_triples(zdat), stepwise = chosen(zdat))
})

# BCa: the function itself, on draws that stand here.
draws <- round(rgamma(200, 20, 0.02), 3)
bca <- list(draws = draws, estimate = 950, acceleration = 0.03, level = c(0.025, 0.975),
            quantiles = unname(bcaconfvalues(draws, 950, 0.03, c(0.025, 0.975))))

write_json(list(
  versions = list(R = R.version$version.string, SparseMSE = version_of(folder[1]), dga = version_of(folder[2]),
                  lpSolve = as.character(packageVersion("lpSolve"))),
  random = random, public = public, bca = bca), folder[4], digits = 12, auto_unbox = TRUE)
