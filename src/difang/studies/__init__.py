"""Methods applied to published figures, with their recipe and caveats."""
