"""difang: evidence for regional revitalisation, from a township's name to a plan."""
