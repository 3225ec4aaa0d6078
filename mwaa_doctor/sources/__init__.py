"""Every read of the outside world."""
