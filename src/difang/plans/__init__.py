"""Six-part plans, ventures, proposals, and pins of evidence."""
