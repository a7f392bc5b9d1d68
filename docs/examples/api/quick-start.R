# Persons from Ukraine by destination and year, from the newest release: Rscript quick-start.R http://localhost:8080
given <- commandArgs(trailingOnly = TRUE)
address <- if (length(given) > 0) given[1] else "http://localhost:8080"
flows <- read.csv(paste0(address, "/v1/flows?origin=UKR&format=csv"))

if (any(flows$invented == "true")) cat("These figures come from the invented records of a demonstration.\n")
# A cell that is suppressed has no figure: it is not 0.
figure <- ifelse(flows$state == "published", flows$victims, paste0("(", flows$state, ")"))
cat(paste(flows$destination, flows$year, figure), sep = "\n")
