"""How much a hot path costs, beside the least that it could cost, measured in the same run."""
