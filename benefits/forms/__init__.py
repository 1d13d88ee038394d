"""What people type about the plan, read in the ways people write it."""
