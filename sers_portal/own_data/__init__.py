"""One's own data as a file: every table that concerns a person, as JSON and CSV, with a published schema."""
