"""HTTP of the plan editor."""
