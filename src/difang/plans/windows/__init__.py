"""Proposals, calls, and the desks of those who decide."""
