NIGHTLY = "0 0 32 * *"
