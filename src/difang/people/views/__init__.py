"""Pages about people: HTTP only."""
