"""One file a page: HTTP in, a template or bytes out; what the page shows is made beside it."""
