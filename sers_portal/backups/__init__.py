"""Backups that prove themselves: what is written down when one is taken is compared when it is restored."""
