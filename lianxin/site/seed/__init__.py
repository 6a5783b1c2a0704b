"""Two twin communities with as many matters as wanted, for tests and benchmarks."""
