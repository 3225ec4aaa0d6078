"""Rules about the startup script."""
