"""Pages of windows: desks, cases, calls, public status."""
