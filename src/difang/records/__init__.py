"""What happened, kept: stages, events in a chain, clocks, notices, files, search, jobs."""
