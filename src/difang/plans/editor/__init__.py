"""Writing a plan: six parts with evidence beside them."""
