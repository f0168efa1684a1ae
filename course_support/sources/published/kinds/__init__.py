"""One module a kind of published file; each defines ``KIND``. There is no list of them."""
