"""REST v1: thin views over places, indicators, figures and releases."""
