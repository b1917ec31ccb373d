"""One place on one page: what sets it apart, its people, six maps, places like it."""
