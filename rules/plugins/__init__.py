"""Rules about plugins.zip and the plugins folder."""
