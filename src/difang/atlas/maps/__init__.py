"""The six map pages: one grammar of where, what and when, all of it in the address."""
