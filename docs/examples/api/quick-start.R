# Persons from Ukraine by destination and year, from the newest release: Rscript quick-start.R http://localhost:8080
arguments <- commandArgs(trailingOnly = TRUE)
address <- if (length(arguments) > 0) arguments[1] else "http://localhost:8080"
flows <- read.csv(paste0(address, "/v1/flows?origin=UKR&format=csv"))

if (any(flows$invented == "true")) cat("Invented data: the figures come from the fictitious records of a demonstration.\n")
# A suppressed cell has no figure. It is not 0.
figure <- ifelse(flows$state == "published", flows$victims, paste0("(", flows$state, ")"))
cat(paste(flows$destination, flows$year, figure), sep = "\n")
