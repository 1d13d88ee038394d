"""Applications, one thing a page: by members signed in, by survivors with a mailed code, and the report of a death."""
