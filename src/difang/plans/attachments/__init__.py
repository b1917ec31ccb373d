"""Files of plans and proposals: minutes, photos, land papers."""
