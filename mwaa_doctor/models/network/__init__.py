"""The network of an environment: what its containers reach, on which way, and where the way ends."""
