"""Staff pages that span the apps: the logs as the auditor reads them, and reports."""
