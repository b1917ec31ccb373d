"""Wiring: settings, URLs, middleware and the server entry point."""
