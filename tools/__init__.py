"""Tools for developers: what ships is made here."""
