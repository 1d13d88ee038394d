"""What retirees fill in."""
