"""What retirees, employers and staff do about work after retirement."""
